using System.Text.Json.Nodes;
using SteerScope.Saes.Training;

namespace SteerScope.Client.Progress;

/// <summary>Tells how a training goes and what came out.</summary>
internal interface ITrainingReport : ITrainingObserver
{
    /// <summary>An SAE is written.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="record">See <see cref="TrainingRecord"/>.</param>
    void Trained(string folder, JsonObject record);
}
