using System.Globalization;
using Tickets.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const string Help = """
    scripts/train [--data DIR] [--decisions FILE.tsv] [--compare MODEL] [--out MODEL] [--seeds N] [--seed N]
        fits the model of understanding on ../shared/data, our own messages, the labels kept by row, and decisions of admins
    scripts/evaluate FILE.tsv [--model MODEL | --rules] [--opens 0.85]
        what the service says of labelled messages: by source and in all, and the worst mistakes
    """;

var wishes = args.Length > 0 ? Wishes.Of(args.AsSpan(1)) : null;
try
{
    switch (args.FirstOrDefault())
    {
        case "train" when wishes is not null:
            return Train.Run(wishes);
        case "evaluate" when wishes is not null:
            return Evaluate.Run(wishes);
        default:
            await Console.Error.WriteLineAsync(Help);
            return 64;
    }
}
catch (InvalidDataException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 65;
}
