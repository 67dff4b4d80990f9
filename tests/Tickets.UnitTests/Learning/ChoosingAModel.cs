using System.Diagnostics;
using Tickets.Domain.Understanding;
using Tickets.Testing;

namespace Tickets.UnitTests.Learning;

/// <summary>The switch to another model and the way back, each one command.</summary>
public sealed class ChoosingAModel : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tickets-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public void Nobody_chose_and_the_model_that_is_built_in_runs() => Assert.Null(ChosenModel.In(data));

    [Fact]
    public void A_model_is_chosen_by_one_command_and_taken_back_by_another()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var candidate = Path.Combine(data, "candidate.model");
        File.WriteAllBytes(candidate, "KMSU and the rest"u8.ToArray());

        Assert.Equal(0, Run("use", candidate));
        Assert.EndsWith(".model", ChosenModel.In(data)!, StringComparison.Ordinal);
        Assert.Equal(0, Run("use", "rules"));
        Assert.Equal("rules", ChosenModel.In(data));
        Assert.Equal(0, Run("back"));
        Assert.Equal("KMSU and the rest", File.ReadAllText(ChosenModel.In(data)!));
        Assert.Equal(0, Run("use", "built-in"));
        Assert.Null(ChosenModel.In(data));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused_and_a_choice_that_is_gone_stops_the_start()
    {
        Directory.CreateDirectory(Path.Combine(data, "understanding"));
        File.WriteAllText(Path.Combine(data, "understanding", "current"), "../hilang.model\n");

        Assert.Throws<InvalidDataException>(() => ChosenModel.In(data));
        if (!OperatingSystem.IsLinux())
            return;
        var other = Path.Combine(data, "catatan.txt");
        File.WriteAllText(other, "bukan model");
        Assert.Equal(65, Run("use", other));
    }

    private int Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "scripts", "model"), ["--data", data, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
