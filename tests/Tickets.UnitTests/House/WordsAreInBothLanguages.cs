using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;
using Tickets.Domain;
using Tickets.Domain.Words;
using Tickets.Testing;

namespace Tickets.UnitTests.House;

/// <summary>What people read stands in the resources, in Indonesian and in English, with the same facts in it.</summary>
public partial class WordsAreInBothLanguages
{
    [Fact]
    public void Both_languages_say_the_same_things()
    {
        Assert.Equal(["id", "en"], Sentences.Languages);
        Assert.Equal(Sentences.Keys("id").Order(StringComparer.Ordinal), Sentences.Keys("en").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_languages_fill_in_the_same_facts()
    {
        var different = Sentences.Keys("id").Where(key => !Placeholders("id", key).SetEquals(Placeholders("en", key)));

        Expect.Nothing(different);
    }

    [Fact]
    public void No_sentence_is_empty()
    {
        var empty = from language in Sentences.Languages from key in Sentences.Keys(language) where string.IsNullOrWhiteSpace(Sentences.Say(language, key)) select $"{language} {key}";

        Expect.Nothing(empty);
    }

    [Fact]
    public void Every_event_has_its_sentence_made_of_its_own_facts()
    {
        var wrong =
            from language in Sentences.Languages
            from @event in TicketEventNames.All
            let key = "history." + @event.Name
            let facts = @event.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToHashSet()
            where !Sentences.Keys(language).Contains(key) || !Placeholders(language, key).IsSubsetOf(facts)
            select $"{language} {key}";

        Expect.Nothing(wrong);
    }

    [Fact]
    public void No_sentence_speaks_of_an_event_or_refusal_that_is_gone()
    {
        var events = TicketEventNames.All.Select(e => e.Name).ToHashSet();
        var refusals = Enum.GetNames<Refusal>().Concat(SaidByTheApi()).ToHashSet();
        var gone = Sentences
            .Keys("id")
            .Where(k => (k.StartsWith("history.", StringComparison.Ordinal) && !events.Contains(k[8..])) || (k.StartsWith("refusal.", StringComparison.Ordinal) && !refusals.Contains(k[8..])));

        Expect.Nothing(gone);
    }

    [Fact]
    public void Every_refusal_has_a_title_and_a_detail()
    {
        var wrong =
            from language in Sentences.Languages
            from name in Enum.GetNames<Refusal>().Concat(SaidByTheApi())
            let parts = Sentences.Say(language, "refusal." + name).Split('|')
            where parts.Length != 2 || parts.Any(string.IsNullOrWhiteSpace)
            select $"{language} refusal.{name}";

        Expect.Nothing(wrong);
    }

    [Fact]
    public void Whoever_refuses_tells_every_fact_that_the_sentence_needs()
    {
        var wrong =
            from source in Repository.Sources("src")
            from Match refused in Thrown().Matches(source.Value)
            let name = refused.Groups[1].Value
            let told = Fact().Matches(Balanced(source.Value, refused.Index + refused.Length)).Select(m => m.Groups[1].Value).ToHashSet()
            let missing = Placeholders("id", "refusal." + name).Except(told).ToList()
            where missing.Count > 0
            select $"{source.Key}: {name} without {string.Join(", ", missing)}";

        Expect.Nothing(wrong);
    }

    [Theory]
    [InlineData("status.", typeof(TicketStatus))]
    [InlineData("clock.", typeof(ClockKind))]
    [InlineData("move.", typeof(Move))]
    [InlineData("personal.", typeof(PersonalDataType))]
    public void Every_value_that_people_read_has_its_word(string prefix, Type values)
    {
        Assert.Equal(Enum.GetNames(values).Select(n => prefix + n).Order(StringComparer.Ordinal), Sentences.Keys("id").Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_of_shape_has_its_sentence()
    {
        var codes =
            from type in Assemblies.All.SelectMany(a => a.GetTypes())
            where type is { IsAbstract: false, ContainsGenericParameters: false } && typeof(IValidator).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null
            from code in CodesOf((IValidator)Activator.CreateInstance(type)!)
            select code;

        Assert.Contains("NotEmptyValidator", codes);
        Expect.Nothing(codes.Distinct().Where(code => Sentences.Find("id", WhatIsWrong.KeyOf(code)) is null));
    }

    [Fact]
    public void What_is_wrong_is_told_in_the_readers_language_and_by_the_name_that_was_sent()
    {
        var fault = new ValidationFailure("Targets[0].Clock", "said by the library") { ErrorCode = "MaximumLengthValidator", FormattedMessagePlaceholderValues = new() { ["MaxLength"] = 32 } };

        Assert.Equal("targets[0].clock paling panjang 32 karakter.", WhatIsWrong.Of(fault, "id"));
        Assert.Equal("targets[0].clock has at most 32 characters.", WhatIsWrong.Of(fault, "en"));
    }

    private static IEnumerable<string> CodesOf(IValidator validator) =>
        validator
            .CreateDescriptor()
            .Rules.SelectMany(rule => rule.Components)
            // Rules made on the spot for the parts of a list are not told here; they are of the same few kinds.
            .Where(part => part.Validator is not IChildValidatorAdaptor)
            .Select(part => part.ErrorCode ?? part.Validator.Name);

    [Fact]
    public void Every_template_that_a_notice_is_written_from_is_there()
    {
        var used = NoticeTexts.UsedTemplates();

        Assert.Contains("ack.public", used);
        Assert.Contains("closure.private", used);
        Expect.Nothing(used.Except(Sentences.Keys("id")));
        Expect.Nothing(used.Except(Sentences.Keys("en")));
    }

    private static HashSet<string> Placeholders(string language, string key) => [.. Placeholder().Matches(Sentences.Say(language, key)).Select(m => m.Groups[1].Value)];

    // Names that no enum holds: the web's own ways of saying no.
    private static IEnumerable<string> SaidByTheApi() =>
        Repository
            .Sources("src/Tickets.Api")
            .Values.SelectMany(text => Problem().Matches(text).Select(m => m.Groups[1].Value))
            .Append("TooLarge")
            .Append("Http")
            .Distinct();

    private static string Balanced(string text, int from)
    {
        var depth = 1;
        var at = from;
        while (at < text.Length && depth > 0)
            depth += text[at++] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
        return text[from..at];
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.None, 5000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"new RefusedException\(\s*Refusal\.(\w+)", RegexOptions.None, 5000)]
    private static partial Regex Thrown();

    [GeneratedRegex(@"\(\s*""(\w+)""\s*,", RegexOptions.None, 5000)]
    private static partial Regex Fact();

    [GeneratedRegex(@"\b(?:Write|Refused)\(\w+, [\w.]+, ""(\w+)""", RegexOptions.None, 5000)]
    private static partial Regex Problem();
}
