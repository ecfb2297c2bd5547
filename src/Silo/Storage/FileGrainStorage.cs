using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using SteerScope.Silo.Membership;

namespace SteerScope.Silo.Storage;

/// <summary>
/// Grain states as JSON files of a folder that all silos share, one file per state. A write compares the etag under the
/// folder's lock and replaces the file whole, so that of two activations of a grain one wins.
/// </summary>
internal sealed partial class FileGrainStorage(ClusterFolder folder, IGrainStorageSerializer serializer, ILogger logger) : IGrainStorage
{
    private const string Format = "steerscope.grain.1";

    private readonly FileLock _lock = folder.GrainsLock();

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.Run(() =>
    {
        var stored = Find(stateName, grainId, out var damaged);
        if (damaged)
        {
            LogDamaged(logger, PathOf(stateName, grainId));
        }

        grainState.ETag = stored?.ETag;
        grainState.RecordExists = stored is not null;
        grainState.State = stored is null ? Activator.CreateInstance<T>() : Deserialize<T>(stored, stateName, grainId);
    });

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Before anything is awaited: the grain may go on changing its state.
        var state = serializer.Serialize(grainState.State).ToMemory();
        return Task.Run(async () =>
        {
            using (await _lock.AcquireAsync().ConfigureAwait(false))
            {
                Require(stateName, grainId, grainState.ETag);
                var etag = Guid.NewGuid().ToString("N");
                Directory.CreateDirectory(folder.Grains);
                CheckedJson.Write(PathOf(stateName, grainId), Format, new StoredGrain(stateName, grainId.ToString(), etag, Parse(state)).ToJson());
                grainState.ETag = etag;
                grainState.RecordExists = true;
            }
        });
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.Run(async () =>
    {
        using (await _lock.AcquireAsync().ConfigureAwait(false))
        {
            Require(stateName, grainId, grainState.ETag);
            CheckedJson.Delete(PathOf(stateName, grainId));
            grainState.ETag = null;
            grainState.RecordExists = false;
            grainState.State = Activator.CreateInstance<T>();
        }
    });

    private static JsonElement Parse(ReadOnlyMemory<byte> state)
    {
        using var document = JsonDocument.Parse(state);
        return document.RootElement.Clone();
    }

    private T Deserialize<T>(StoredGrain stored, string stateName, GrainId grainId)
    {
        try
        {
            return serializer.Deserialize<T>(new BinaryData(Encoding.UTF8.GetBytes(stored.State.GetRawText()))) ?? Activator.CreateInstance<T>();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{PathOf(stateName, grainId)} is no state that this version of SteerScope can read: {e.Message}", e);
        }
    }

    private void Require(string stateName, GrainId grainId, string? etag)
    {
        var stored = Find(stateName, grainId, out _);
        if ((stored?.ETag ?? "") != (etag ?? ""))
        {
            throw new InconsistentStateException($"The state {stateName} of {grainId} was changed by another activation.", stored?.ETag, etag);
        }
    }

    private StoredGrain? Find(string stateName, GrainId grainId, out bool damaged)
    {
        var state = CheckedJson.Read(PathOf(stateName, grainId), Format, out var content);
        var stored = state is CheckedJsonState.Whole or CheckedJsonState.Copy ? StoredGrain.Parse(content, stateName, grainId.ToString()) : null;
        damaged = stored is null && state != CheckedJsonState.Missing;
        return stored;
    }

    // Keys hold any character; names of files do not, and some file systems ignore case.
    private string PathOf(string stateName, GrainId grainId)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stateName}\n{grainId}")));
        var readable = new string([.. stateName.Where(char.IsAsciiLetterOrDigit).Take(32)]);
        return Path.Combine(folder.Grains, $"{readable}-{digest[..32]}.json");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} and its copy are damaged; the grain starts without a state.")]
    private static partial void LogDamaged(ILogger logger, string file);
}
