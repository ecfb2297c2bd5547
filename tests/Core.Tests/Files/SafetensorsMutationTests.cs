using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SteerScope.Files;

namespace SteerScope.Core.Tests.Files;

/// <summary>Whatever a file holds, reading it succeeds or says what is wrong with it.</summary>
public sealed class SafetensorsMutationTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Property(MaxTest = 400)]
    public Property Open_MutatedFile_SucceedsOrIsRefused()
    {
        var valid = ValidFile();
        var mutation = Gen.Choose(0, valid.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => (at, (byte)value)));
        var mutated = Gen.Choose(1, 4)
            .SelectMany(count => mutation.ArrayOf(count))
            .SelectMany(edits => Gen.Frequency((3, Gen.Constant(valid.Length)), (1, Gen.Choose(0, valid.Length))).Select(length => (edits, length)));
        return Prop.ForAll(mutated.ToArbitrary(), mutated =>
        {
            var bytes = valid.ToArray();
            foreach (var (at, value) in mutated.edits)
            {
                bytes[at] = value;
            }

            ReadAll(bytes.AsSpan(0, mutated.length));
        });
    }

    [Property(MaxTest = 400)]
    public Property Open_NonsenseHeader_SucceedsOrIsRefused()
    {
        var number = Gen.Elements("0", "1", "2", "4", "8", "-1", "2147483647", "2147483648", "9223372036854775807", "1e3", "0.5", "null", "\"8\"", "[]", "{}");
        var numbers = Gen.Choose(0, 4).SelectMany(count => number.ArrayOf(count)).Select(items => $"[{string.Join(',', items)}]");
        var type = Gen.Elements("\"F32\"", "\"U8\"", "\"BF16\"", "\"U64\"", "\"F4\"", "\"?\"", "\"\\ud800\"", "4", "null");
        var field = Gen.OneOf(
            type.Select(value => $"\"dtype\":{value}"),
            numbers.Select(value => $"\"shape\":{value}"),
            numbers.Select(value => $"\"data_offsets\":{value}"));
        var entry = Gen.Choose(0, 4).SelectMany(count => field.ArrayOf(count)).Select(fields => $"{{{string.Join(',', fields)}}}");
        var tensor = Gen.Elements("a", "b", "__metadata__", "\\udc00", "").SelectMany(name => entry.Select(value => $"\"{name}\":{value}"));
        var header = Gen.Choose(0, 3).SelectMany(count => tensor.ArrayOf(count)).Select(tensors => $"{{{string.Join(',', tensors)}}}");
        return Prop.ForAll(header.ToArbitrary(), text => ReadAll(RawSafetensors.Make(text, 8)));
    }

    private static byte[] ValidFile()
    {
        using var stream = new MemoryStream();
        new SafetensorsWriter()
            .SetMetadata("format", "pt")
            .Add("weight", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3)
            .Add("ids", new long[] { 7, 8 })
            .Add("mask", new byte[] { 0, 1, 1 })
            .Write(stream);
        return stream.ToArray();
    }

    private void ReadAll(ReadOnlySpan<byte> bytes)
    {
        var path = folder.Write("mutated.safetensors", bytes);
        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var name in file.Names)
            {
                _ = file.Tensor(name).ToDoubles();
            }
        }
        catch (InputException)
        {
            // The one way to fail.
        }
    }
}
