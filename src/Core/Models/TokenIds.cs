namespace SteerScope.Models;

/// <summary>Checks token ids, which come from the user or from a tokenizer that may not belong to the model.</summary>
internal static class TokenIds
{
    /// <summary>Refuses an id outside a vocabulary; a size of 0 is unknown and refuses negative ids only.</summary>
    public static void Check(int id, int vocabulary)
    {
        if (id < 0 || (vocabulary > 0 && id >= vocabulary))
        {
            throw new InputException(vocabulary > 0
                ? $"Token id {id} is outside the model's vocabulary; it must be from 0 to {vocabulary - 1}."
                : $"Token id {id} is negative.");
        }
    }
}
