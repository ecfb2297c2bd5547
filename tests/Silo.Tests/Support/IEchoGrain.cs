namespace SteerScope.Silo.Tests.Support;

/// <summary>A grain to call.</summary>
public interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Gives the bytes back.</summary>
    Task<byte[]> Echo(byte[] bytes);

    /// <summary>Adds to a number that is kept, and gives it.</summary>
    Task<int> Add(int number);

    /// <summary>The silo that it is on.</summary>
    Task<string> Where();

    /// <summary>The silos that this one believes to be active.</summary>
    Task<int> CountSilos();
}
