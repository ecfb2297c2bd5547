using System.Text;
using SteerScope.Files;
using SteerScope.Saes;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class SaeConfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sae").FullName;

    public SaeConfigTests() => new SafetensorsWriter().Add("W_enc", new float[2], 1, 2).Write(Path.Combine(folder, "sae_weights.safetensors"));

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("{\"architecture\": \"\xB7\"}")]
    [InlineData("{\"architecture\": \"\\ud800\"}")]
    [InlineData("{\"\\ud800\": 1}")]
    public void Open_TextThatIsNotUnicode_IsRefused(string latin) =>
        Assert.Contains("cfg.json: line 1 holds what is not valid Unicode", Refused(latin), StringComparison.Ordinal);

    [Fact]
    public void Open_LongValue_IsNotShownInFull()
    {
        var message = Refused($$"""{"architecture": "{{new string('x', 30_000)}}"}""");

        Assert.InRange(message.Length, 900, 1100);
        Assert.EndsWith("batchtopk, matryoshka_batchtopk or gated.", message, StringComparison.Ordinal);
    }

    private string Refused(string latin)
    {
        File.WriteAllBytes(Path.Combine(folder, "cfg.json"), Encoding.Latin1.GetBytes(latin));
        return Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message;
    }
}
