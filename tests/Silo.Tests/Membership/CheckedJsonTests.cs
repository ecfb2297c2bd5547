using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SteerScope.Silo.Membership;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Membership;

public sealed class CheckedJsonTests : IDisposable
{
    private const string Format = "test.1";

    private readonly TempFolder _folder = new();

    private string File1 => _folder["file.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Nothing_IsMissing() => Assert.Equal(CheckedJsonState.Missing, Read(out _));

    [Fact]
    public void Read_Written_IsTheLastContent()
    {
        Write("""{"n":1,"text":"ä\u0001"}""");
        Write("""{"n":2}""");

        Assert.Equal(CheckedJsonState.Whole, Read(out var content));
        Assert.Equal("""{"n":2}""", content);
        Assert.False(File.Exists(File1 + ".inprogress"));
    }

    [Fact]
    public void Read_AnotherFormat_IsDamaged()
    {
        CheckedJson.Write(File1, "other.1", "1"u8);

        Assert.Equal(CheckedJsonState.Damaged, Read(out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_FileDamagedOrMissing_IsTheSameContent(bool missing)
    {
        Write("1");
        Write("2");
        if (missing)
        {
            File.Delete(File1);
        }
        else
        {
            File.WriteAllText(File1, "{");
        }

        Assert.Equal(CheckedJsonState.Copy, Read(out var content));
        Assert.Equal("2", content);
    }

    [Fact]
    public void Read_WriterDiedBeforeTheFile_IsWhatWasThere()
    {
        Write("1");
        var before = File.ReadAllBytes(File1);
        Write("2");
        File.WriteAllBytes(File1, before);

        Assert.Equal(CheckedJsonState.Whole, Read(out var content));
        Assert.Equal("1", content);
    }

    [Fact]
    public void Delete_Written_LeavesNothing()
    {
        Write("1");
        Write("2");

        CheckedJson.Delete(File1);

        Assert.Equal(CheckedJsonState.Missing, Read(out _));
    }

    // Whatever happens to the bytes of the file, its content is right or the copy is read.
    [Property(MaxTest = 200)]
    public Property Read_AnyDamage_IsNeverAWrongContent() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(PositiveInt At, byte Value, bool Cut)>().ToArbitrary(),
        damage =>
        {
            Write("""{"n":1}""");
            Write("""{"n":2}""");
            var bytes = File.ReadAllBytes(File1);
            var at = damage.At.Get % bytes.Length;
            bytes[at] = damage.Value;
            File.WriteAllBytes(File1, damage.Cut ? bytes[..at] : bytes);

            return Read(out var content) is CheckedJsonState.Whole or CheckedJsonState.Copy && content == """{"n":2}""";
        });

    [Fact]
    public async Task Read_WhileOthersWrite_IsAlwaysWhole()
    {
        var text = new string('x', 20_000);
        Write($"[0,\"{text}\"]");
        using var end = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var reading = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                Assert.Equal(CheckedJsonState.Whole, Read(out var content));
                Assert.EndsWith($"\"{text}\"]", content, StringComparison.Ordinal);
                begun.TrySetResult();
            }
        });
        await Task.WhenAny(begun.Task, reading);

        for (var i = 1; i <= 200; i++)
        {
            Write($"[{i},\"{text}\"]");
        }

        await end.CancelAsync();
        await reading;
    }

    private void Write(string content) => CheckedJson.Write(File1, Format, Encoding.UTF8.GetBytes(content));

    private CheckedJsonState Read(out string content)
    {
        var state = CheckedJson.Read(File1, Format, out var element);
        content = state is CheckedJsonState.Whole or CheckedJsonState.Copy ? element.GetRawText() : "";
        return state;
    }
}
