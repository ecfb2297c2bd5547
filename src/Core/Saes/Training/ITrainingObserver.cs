namespace SteerScope.Saes.Training;

/// <summary>Hears how a training goes; called from the thread that trains.</summary>
public interface ITrainingObserver
{
    /// <summary>The first step is about to run.</summary>
    /// <param name="done">Steps done by earlier runs.</param>
    /// <param name="steps">All steps.</param>
    void Started(int done, int steps);

    /// <summary>Some steps are done.</summary>
    void Progressed(TrainingProgress progress);
}
