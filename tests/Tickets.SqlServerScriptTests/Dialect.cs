using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Tickets.SqlServerScriptTests;

/// <summary>T-SQL as the newest grammar of the parser at hand reads it.</summary>
internal static class Dialect
{
    /// <summary>What is wrong with a script, a line each; statements inside <c>EXEC(N'…')</c> are read too.</summary>
    public static IReadOnlyList<string> Errors(string script)
    {
        var parsed = Parse(script, out var errors);
        var found = errors.Select(e => $"line {e.Line}: {e.Message}").ToList();
        foreach (var inner in Inner(parsed))
            found.AddRange(Errors(inner).Select(e => $"inside EXEC: {e}\n{inner}"));
        return found;
    }

    /// <summary>The scripts that a script runs by <c>EXEC(N'…')</c>.</summary>
    public static IReadOnlyList<string> Inner(TSqlFragment? parsed)
    {
        var collector = new Executed();
        parsed?.Accept(collector);
        return collector.Scripts;
    }

    /// <summary>The tree of a script.</summary>
    public static TSqlFragment? Parse(string script, out IList<ParseError> errors)
    {
        using var reader = new StringReader(script);
        return NewestParser().Parse(reader, out errors);
    }

    // Found by its number, so that a newer package reads a newer grammar without a change here.
    private static TSqlParser NewestParser()
    {
        var newest = typeof(TSqlParser).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(TSqlParser)) && t.Name.StartsWith("TSql", StringComparison.Ordinal)).MaxBy(t => int.Parse(t.Name.AsSpan(4, t.Name.Length - "TSqlParser".Length)))!;
        return (TSqlParser)Activator.CreateInstance(newest, [true])!;
    }

    private sealed class Executed : TSqlFragmentVisitor
    {
        public List<string> Scripts { get; } = [];

        public override void Visit(ExecutableStringList node) => Scripts.Add(string.Concat(node.Strings.OfType<StringLiteral>().Select(s => s.Value)));
    }
}
