using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using Tickets.Testing;

namespace Tickets.UnitTests.House;

/// <summary>One use case, one file: request, validator, handler, result.</summary>
public partial class UseCasesAreOneFile
{
    private static readonly string[] FileEndings = ["Command", "Query", "Handler", "Service", "Manager", "Helper", "Helpers", "Utils", "Util"];
    private static readonly string[] KindsOfThings = ["Commands", "Queries", "Handlers", "Interfaces", "Helpers", "Utils", "Services", "Managers"];
    private static readonly string[] Seams = ["IUnderstanding", "IDeliveryReader", "IPlatformSender", "IChannelSetup", "IReadBack", "IChange"];

    private static readonly Dictionary<string, List<string>> DeclaredIn = Declarations();

    [Fact]
    public void Every_request_has_one_handler_and_stands_in_one_file_with_it()
    {
        var types = Assemblies.All.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }).ToList();
        var requests = types.Where(t => Closes(t, typeof(IRequest<>)).Any()).ToList();
        var wrong = new List<string>();
        foreach (var request in requests)
        {
            var handlers = types.Where(t => Closes(t, typeof(IRequestHandler<,>)).Any(h => h.GetGenericArguments()[0] == request)).ToList();
            if (handlers.Count != 1)
                wrong.Add($"{request.Name} has {handlers.Count} handlers");
            var validators = types.Where(t => Closes(t, typeof(IValidator<>)).Any(v => v.GetGenericArguments()[0] == request));
            wrong.AddRange(handlers.Concat(validators).Where(part => !Files(part).SequenceEqual(Files(request))).Select(part => $"{part.Name} does not stand beside {request.Name}"));
        }

        Assert.InRange(requests.Count, 20, 1000);
        Expect.Nothing(wrong);
    }

    [Fact]
    public void No_file_is_named_for_its_kind()
    {
        var named =
            from path in Repository.Sources("src").Keys.Concat(Repository.Sources("tests").Keys)
            where FileEndings.Any(e => Path.GetFileNameWithoutExtension(path).EndsWith(e, StringComparison.Ordinal))
            select path;

        Expect.Nothing(named);
    }

    [Fact]
    public void No_folder_collects_things_by_kind()
    {
        var folders = Repository.Sources("src").Keys.Concat(Repository.Sources("tests").Keys).SelectMany(path => path.Split('/')[..^1].Where(KindsOfThings.Contains).Select(_ => path));

        Expect.Nothing(folders);
    }

    [Fact]
    public void A_namespace_is_the_path_of_its_folder()
    {
        var astray =
            from source in Repository.Sources("src").Concat(Repository.Sources("tests"))
            let declared = Namespace().Match(source.Value)
            where declared.Success && declared.Groups[1].Value != string.Join('.', source.Key.Split('/')[1..^1])
            select $"{source.Key} says {declared.Groups[1].Value}";

        Expect.Nothing(astray);
    }

    [Fact]
    public void Interfaces_are_seams_to_the_outside_and_nothing_else()
    {
        var others = Assemblies.All.SelectMany(a => a.GetTypes()).Where(t => t.IsInterface && !Seams.Contains(t.Name)).Select(t => t.FullName);

        Expect.Nothing(others);
    }

    private static IEnumerable<Type> Closes(Type type, Type open) => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    private static List<string> Files(Type type) => DeclaredIn.GetValueOrDefault(type.Name) ?? [];

    private static Dictionary<string, List<string>> Declarations()
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (path, text) in Repository.Sources("src"))
            foreach (Match declared in Declaration().Matches(text))
            {
                var name = declared.Groups[1].Value;
                if (!found.TryGetValue(name, out var paths))
                    found[name] = paths = [];
                paths.Add(path);
            }

        return found;
    }

    [GeneratedRegex(@"^[ \t]*(?:public|internal|private)?[\w \t]*\b(?:class|record)[ \t]+([A-Z]\w+)", RegexOptions.Multiline, 5000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline, 5000)]
    private static partial Regex Namespace();
}
