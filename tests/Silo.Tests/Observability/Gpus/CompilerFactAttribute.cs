using Xunit;

namespace SteerScope.Silo.Tests.Observability.Gpus;

/// <summary>A test against a library that is compiled from C; left out where there is no compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = StandInDriver.Compiler is null ? "needs a C compiler: gcc or clang in PATH" : null;
}
