namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Makes torch deterministic for the whole process, before its first product: operations without a deterministic kernel are
/// refused, cuBLAS gets a workspace of its own per stream, and nothing is tuned by measuring.
/// </summary>
internal static class Determinism
{
    /// <summary>What cuBLAS reads when it is first used; torch refuses products on CUDA while it has another value.</summary>
    public const string WorkspaceVariable = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>Eight buffers of 4 MiB: what torch takes anyway.</summary>
    private const string Workspace = ":4096:8";

    private static readonly string[] Allowed = [Workspace, ":16:8"];
    private static readonly Lazy<string?> Problem = new(Set);

    /// <summary>Settles it once per process.</summary>
    /// <exception cref="InputException">The environment asks for something else, or this libtorch cannot be made deterministic.</exception>
    public static void Require()
    {
        if (Problem.Value is { } problem)
        {
            throw new InputException(problem);
        }
    }

    /// <summary>The value to set, or null where one that will do is set already.</summary>
    /// <exception cref="InputException">The value that is set makes cuBLAS depend on chance.</exception>
    public static string? Choose(string? current) => current switch
    {
        null or "" => Workspace,
        _ when Allowed.Contains(current) => null,
        _ => throw new InputException(
            $"The environment variable {WorkspaceVariable} is '{current}', with which results on CUDA depend on chance; it should be {string.Join(" or ", Allowed)}, or not be set."),
    };

    private static string? Set()
    {
        try
        {
            if (Choose(NativeEnvironment.Get(WorkspaceVariable)) is { } value)
            {
                NativeEnvironment.Set(WorkspaceVariable, value);
            }

            TorchContext.MakeDeterministic();
            return null;
        }
        catch (InputException exception)
        {
            return exception.Message;
        }
    }
}
