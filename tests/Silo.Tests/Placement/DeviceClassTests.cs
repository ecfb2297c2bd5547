using SteerScope.Grains;
using SteerScope.Grains.Placement;
using Xunit;

namespace SteerScope.Silo.Tests.Placement;

public sealed class DeviceClassTests
{
    [Theory]
    [InlineData("cpu", null, "cpu")]
    [InlineData("cpu", "h200", "cpu")]
    [InlineData("torch-cpu", "h200", "torch-cpu")]
    [InlineData("torch-cuda:1", null, "torch-cuda")]
    [InlineData("torch-cuda:0", "H200", "torch-cuda,torch-cuda.h200")]
    [InlineData("torch-cuda:0", "NVIDIA H200/a,b", "torch-cuda,torch-cuda.nvidia-h200-a-b")]
    public void Of_Device_IsItsClasses(string device, string? gpu, string expected) =>
        Assert.Equal(expected, string.Join(',', DeviceClass.Of(device, gpu)));

    [Fact]
    public void Wanted_SpecWithGpu_IsTheSpecialClassOnly() => Assert.Equal("torch-cuda.h200", DeviceClass.Wanted("torch-cuda:0", "h200"));

    [Fact]
    public void AttemptKey_Written_GivesItsClassBack() =>
        Assert.Equal("torch-cuda.h200", AttemptKey.ClassOf(new AttemptKey("torch-cuda.h200", "a/b", 3).ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("/sweep/1/2")]
    public void ClassOf_NoClass_IsEmptyAndNobodyHasIt(string key)
    {
        Assert.Equal("", AttemptKey.ClassOf(key));
        Assert.False(MemberMetadata.HasClass(new Dictionary<string, string> { [MemberMetadata.Classes] = "" }, AttemptKey.ClassOf(key)));
    }

    [Fact]
    public void HasClass_MemberThatIsNotKnownYet_HasNone() => Assert.False(MemberMetadata.HasClass(new Dictionary<string, string>(), "cpu"));

    [Fact]
    public void HasClass_PartOfAName_IsNoClass() =>
        Assert.False(MemberMetadata.HasClass(new Dictionary<string, string> { [MemberMetadata.Classes] = "torch-cuda.h200,merge" }, "torch-cuda"));
}
