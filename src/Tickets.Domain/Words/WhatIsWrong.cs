using FluentValidation;
using FluentValidation.Results;

namespace Tickets.Domain.Words;

/// <summary>
/// What is wrong with the shape of a request, told in both languages: <c>shape.</c> and the name of the rule that was broken. The validators' library tells it in
/// the language of the process, which is nobody's.
/// </summary>
public static class WhatIsWrong
{
    /// <summary>The key of the sentence of a rule by its code.</summary>
    public static string KeyOf(string code) => code.StartsWith("shape.", StringComparison.Ordinal) ? code : "shape." + code;

    /// <summary>The sentence of one fault.</summary>
    public static string Of(ValidationFailure fault, string language)
    {
        var facts = new Dictionary<string, string> { ["field"] = Path(fault.PropertyName) };
        foreach (var (name, value) in fault.FormattedMessagePlaceholderValues ?? [])
            if (value?.ToString() is { Length: <= 500 } said)
                facts.TryAdd(name, said);
        foreach (var (name, value) in fault.CustomState as IReadOnlyDictionary<string, string> ?? new Dictionary<string, string>())
            facts[name] = value;
        if (facts.TryGetValue("clock", out var clock))
            facts["clock"] = Sentences.Find(language, "clock." + clock) ?? clock;
        var key = KeyOf(fault.ErrorCode ?? "other");
        return Sentences.Say(language, Sentences.Find(language, key) is null ? "shape.other" : key, facts);
    }

    /// <summary>Gives a rule of one's own its sentence.</summary>
    internal static IRuleBuilderOptions<T, TProperty> Says<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, string key, params (string Name, string Value)[] facts)
    {
        IReadOnlyDictionary<string, string> told = facts.ToDictionary(f => f.Name, f => f.Value);
        return rule.WithErrorCode(key).WithMessage(key).WithState(_ => told);
    }

    // As its sender wrote it: targets[0].clock.
    private static string Path(string property) =>
        string.Join('.', property.Split('.').Select(p => p.Length == 0 ? p : char.ToLowerInvariant(p[0]) + p[1..]));
}
