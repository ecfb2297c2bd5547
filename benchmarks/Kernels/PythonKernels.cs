namespace SteerScope.Kernels;

/// <summary>
/// The operations in Python as the eager code of transformers writes them. Keys that begin with <c>onednn:</c> are linear maps
/// whose weights were handed to oneDNN, since a PyTorch without an optimised BLAS is slow otherwise.
/// </summary>
internal static class PythonKernels
{
    /// <summary>Source for the child process.</summary>
    public const string Source = """
        import re, math
        import torch.nn.functional as F

        def numbers(key):
            return [int(n) for n in re.findall(r'(?<=[=/x])\d+', key)]

        def rotate_half(x):
            half = x.shape[-1] // 2
            return torch.cat((-x[..., half:], x[..., :half]), dim=-1)

        def linear(key, onednn):
            kind = torch.bfloat16 if '/bf16/' in key else torch.float32
            T, d, f = numbers(key)
            x, w = torch.randn(T, d).to(kind), (torch.randn(f, d) / math.sqrt(d)).to(kind)
            if onednn:
                xm, wm = x.to_mkldnn(), w.to_mkldnn()
                return lambda: torch.ops.aten.mkldnn_linear(xm, wm, None)
            return lambda: F.linear(x, w)

        def attention(key, capped):
            T, window = numbers(key)
            heads, shared, dim, cap = 8, 2, 256, 50.0
            q, k, v = torch.randn(T, heads * dim), torch.randn(T, heads // shared * dim), torch.randn(T, heads // shared * dim)
            at = torch.arange(T)
            hidden = at[None, :] > at[:, None]
            if window:
                hidden |= at[None, :] <= at[:, None] - window
            mask = torch.zeros(T, T).masked_fill(hidden, float('-inf'))
            def run():
                Q = q.view(T, heads, dim).transpose(0, 1)
                K = k.view(T, heads // shared, dim).transpose(0, 1).repeat_interleave(shared, 0)
                V = v.view(T, heads // shared, dim).transpose(0, 1).repeat_interleave(shared, 0)
                s = torch.matmul(Q, K.transpose(1, 2)) / 16
                if capped:
                    s = torch.tanh(s / cap) * cap
                p = torch.softmax(s + mask, dim=-1)
                return torch.matmul(p, V).transpose(0, 1).reshape(T, heads * dim)
            return run

        def rms_norm(key):
            T, d = numbers(key)
            x, g = torch.randn(T, d), torch.randn(d)
            return lambda: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * (1 + g)

        def rotary(key):
            T, heads, dim = numbers(key)
            x = torch.randn(T, heads, dim)
            angle = torch.arange(T)[:, None] * 10000 ** (-torch.arange(0, dim, 2) / dim)
            cos, sin = torch.cat((angle, angle), -1).cos()[:, None], torch.cat((angle, angle), -1).sin()[:, None]
            return lambda: x * cos + rotate_half(x) * sin

        def gated_mlp(key, onednn):
            T, d, f = numbers(key)
            x = torch.randn(T, d)
            g, u, o = torch.randn(f, d) / math.sqrt(d), torch.randn(f, d) / math.sqrt(d), torch.randn(d, f) / math.sqrt(f)
            if onednn:
                gm, um, om = g.to_mkldnn(), u.to_mkldnn(), o.to_mkldnn()
                to = lambda x, w: torch.ops.aten.mkldnn_linear(x.to_mkldnn(), w, None).to_dense()
                return lambda: to(gelu(to(x, gm)) * to(x, um), om)
            return lambda: F.linear(gelu(F.linear(x, g)) * F.linear(x, u), o)

        def gelu(x):
            return F.gelu(x, approximate='tanh')

        class Cases(dict):
            def __missing__(self, key):
                for old in [k for k in self if k.split(":")[-1] != key.split(":")[-1]]: del self[old]
                onednn, name = key.startswith('onednn:'), key.split(':')[-1]
                if name.startswith('linear'): case = linear(name, onednn)
                elif name.startswith('attention'): case = attention(name, False)
                elif name.startswith('capped'): case = attention(name, True)
                elif name.startswith('rms'): case = rms_norm(name)
                elif name.startswith('rotary'): case = rotary(name)
                else: case = gated_mlp(name, onednn)
                self[key] = case
                return case

        cases = Cases()
        """;
}
