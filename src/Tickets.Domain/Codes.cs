namespace Tickets.Domain;

/// <summary>How codes are written.</summary>
internal static class Codes
{
    /// <summary>Of units and programmes: <c>KORBAN-BENCANA</c>, <c>24X7</c>.</summary>
    public const string Capitals = "^[A-Z0-9][A-Z0-9-]*$";

    /// <summary>Of topics and policies: <c>pbi-jk</c>.</summary>
    public const string Smalls = "^[a-z0-9][a-z0-9-]*$";
}
