using System.Text.Json;

namespace SteerScope.Sweeps;

/// <summary>
/// Whose a sweep's folder is when a cluster runs the sweep. The leader moves between machines, so that it cannot hold a lock of
/// the operating system: a marker file says that the folder is taken, and a term, which only grows, says who leads. The marker and
/// the term are written with the folder's lock held for a moment.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class ClusterOwnership(SweepFolder folder)
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>How long another holder of the lock is waited for; 5 s by default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    private string MarkerFile => Path.Combine(folder.State, "cluster.json");

    /// <summary>
    /// Takes the folder for a cluster, or takes it over within the cluster: begins a new term, whose number is the first of a
    /// range of attempt and session numbers that nobody else uses (<see cref="SweepFolder.EpochsPerRun"/> of them). From now on
    /// <see cref="IsCurrentTerm"/> is false for every earlier term.
    /// </summary>
    /// <param name="cluster">The cluster's address, without a password.</param>
    /// <param name="sweep">The sweep's name in the cluster.</param>
    /// <returns>The term.</returns>
    /// <exception cref="InputException">Another cluster, or another sweep of this one, has it; a local run uses it; or it cannot be written.</exception>
    public long Claim(string cluster, string sweep) => folder.HoldBriefly(
        () =>
        {
            if (Read() is { } other && (other.Cluster != cluster || other.Sweep != sweep))
            {
                throw Taken(other);
            }

            var term = folder.ReserveEpochs();
            SweepFolder.Replace(MarkerFile, JsonSerializer.Serialize(new ClusterMarker(cluster, sweep, term), Form));
            return term;
        },
        Patience);

    /// <summary>Gives the folder up, for local runs and other clusters; does nothing when a later term has begun.</summary>
    /// <returns>Whether it was this term's to give up.</returns>
    /// <exception cref="InputException">The lock cannot be had.</exception>
    public bool Release(long term) => folder.HoldBriefly(
        () =>
        {
            if (!IsCurrentTerm(term))
            {
                return false;
            }

            File.Delete(MarkerFile);
            return true;
        },
        Patience);

    /// <summary>Whether no later term, and no later local run, has begun.</summary>
    public bool IsCurrentTerm(long term) => folder.LastEpochs() == term;

    /// <summary>Which cluster has the folder; null when none has.</summary>
    /// <exception cref="InputException">The marker is not as it should be.</exception>
    public ClusterMarker? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<ClusterMarker>(File.ReadAllText(MarkerFile), Form) is { Cluster: not null, Sweep: not null } marker
                ? marker
                : throw Damaged();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    /// <summary>Ends a local run before it begins.</summary>
    /// <exception cref="InputException">A cluster has the folder.</exception>
    internal void RefuseLocalRun()
    {
        if (Read() is { } marker)
        {
            throw Taken(marker);
        }
    }

    private InputException Taken(ClusterMarker marker) => new(
        $"{folder.Root} is run by the cluster {marker.Cluster}; wait for it to end, cancel it with steerscope cancel {folder.Root} --cluster {marker.Cluster}, or, when that cluster is gone for good, delete {MarkerFile}.");

    private InputException Damaged() => new($"{MarkerFile} does not say which cluster runs the sweep; it should be deleted when no cluster does.");
}
