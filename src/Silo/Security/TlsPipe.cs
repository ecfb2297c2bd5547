using System.IO.Pipelines;
using System.Net.Security;

namespace SteerScope.Silo.Security;

/// <summary>What Orleans reads and writes where TLS is on: plain bytes on this side, TLS records on the pipe below.</summary>
internal sealed class TlsPipe : IDuplexPipe, IAsyncDisposable
{
    // A TLS record holds up to 16 KiB.
    private const int RecordBytes = 16 * 1024;

    /// <summary>A pipe over another one; nothing is sent before the stream has authenticated.</summary>
    public TlsPipe(IDuplexPipe below, RemoteCertificateValidationCallback check)
    {
        Stream = new SslStream(new PipeStream(below), leaveInnerStreamOpen: false, check);
        Input = PipeReader.Create(Stream, new StreamPipeReaderOptions(bufferSize: RecordBytes, leaveOpen: true));
        Output = PipeWriter.Create(Stream, new StreamPipeWriterOptions(minimumBufferSize: RecordBytes, leaveOpen: true));
    }

    /// <summary>The TLS stream.</summary>
    public SslStream Stream { get; }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync().ConfigureAwait(false);
        try
        {
            await Output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The last bytes could not be written any more: the connection is gone, and whoever wrote them was told.
        }

        await Stream.DisposeAsync().ConfigureAwait(false);
    }
}
