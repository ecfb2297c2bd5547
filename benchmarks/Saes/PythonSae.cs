namespace SteerScope.SaeBenchmark;

/// <summary>The same SAE in PyTorch, weights in memory, as SAELens' code has it: dense encoding and decoding in float32.</summary>
internal static class PythonSae
{
    /// <summary>Source for the child process; the key is <c>encode/F</c> or <c>statistics/F/rows</c>.</summary>
    public const string Source = """
        class Cases(dict):
            def __missing__(self, key):
                self.clear()
                name, F, *rest = key.split('/')
                F, d = int(F), 2304
                W_enc, W_dec = (torch.rand(d, F) * 2 - 1) * 0.02, (torch.rand(F, d) * 2 - 1) * 0.02
                b_enc, b_dec, threshold = torch.rand(F) * 0.1, torch.rand(d) * 0.1, torch.full((F,), 0.75)
                x = torch.rand(4 if name == 'encode' else int(rest[0]), d) * 2 - 1
                def activate(x):
                    pre = x @ W_enc + b_enc
                    return torch.relu(pre) * (pre > threshold)
                if name == 'encode':
                    self[key] = lambda: activate(x) @ W_dec + b_dec
                else:
                    self[key] = lambda: activate(x).sum(0, dtype=torch.float64)
                return self[key]

        cases = Cases()
        """;
}
