namespace Tickets.Domain.Understanding;

/// <summary>The model that <c>scripts/model</c> chose for an installation: a line in <c>understanding/current</c> of its data directory.</summary>
public static class ChosenModel
{
    /// <summary>What <see cref="UnderstandingSettings.Model"/> would say: <c>rules</c>, or the path of a file; null for the model that is built in.</summary>
    /// <param name="dataDirectory">See <see cref="TicketsSettings.DataDirectory"/>.</param>
    /// <exception cref="InvalidDataException">The choice names a file that is not there: starting with another model than was chosen would be silent.</exception>
    public static string? In(string dataDirectory)
    {
        var room = Path.Combine(dataDirectory, "understanding");
        var choice = Path.Combine(room, "current");
        if (!File.Exists(choice)) return null;
        var name = File.ReadAllText(choice).Trim();
        if (name is "" or "built-in") return null;
        if (name == "rules") return name;
        // One name in this folder, and nothing that leads elsewhere.
        var path = Path.Combine(room, Path.GetFileName(name));
        return File.Exists(path) ? path : throw new InvalidDataException($"{choice} names {name}, which is not beside it. scripts/model use built-in chooses the model that is built in.");
    }
}
