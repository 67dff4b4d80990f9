using System.Security.Cryptography;
using System.Text;

namespace Tickets.Domain.Understanding;

/// <summary>
/// The key under which numbers of citizens are hashed. It lies beside the keys of the seal, outside of the database, is made at the first use, and is shared by all
/// processes of one service. Where there is no such folder, or it cannot be written, numbers are not hashed and nobody is proposed by them.
/// </summary>
public sealed class MarkKey
{
    private const int Bytes = 32;
    private const string File = "citizen-marks.key";

    private readonly Lazy<byte[]?> key;

    /// <summary>The key of a folder; null when the processes of the service share none.</summary>
    public MarkKey(string? folder) => key = new Lazy<byte[]?>(() => folder is null ? null : ReadOrMake(folder));

    /// <summary>
    /// The keyed hash of a number: only its digits count, letters O among them as zeros, and a telephone number is the same with 0, 62, 0062 or nothing before it.
    /// Null when it has too few, and where there is no key.
    /// </summary>
    public string? Of(PersonalDataType kind, ReadOnlySpan<char> number)
    {
        var digits = new StringBuilder(20);
        for (var i = 0; i < number.Length; i++)
        {
            var digit = Digits.At(number, i, out var units);
            i += units - 1;
            if (digit < 0 && number[i] is 'O' or 'o')
                digit = 0;
            if (digit >= 0 && digits.Length < 20)
                digits.Append((char)('0' + digit));
        }

        var plain = digits.ToString();
        if (kind == PersonalDataType.Phone)
            plain = AtHome(plain, isAbroad: number is ['+' or '\uFF0B', ..]);
        return plain.Length < 8 || key.Value is not { } secret ? null : Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{kind}:{plain}")));
    }

    private static string AtHome(string digits, bool isAbroad)
    {
        if (digits.StartsWith("00", StringComparison.Ordinal))
            (digits, isAbroad) = (digits[2..], true);
        return digits.StartsWith("62", StringComparison.Ordinal) ? "0" + digits[2..].TrimStart('0')
            : !isAbroad && digits.StartsWith('8') ? "0" + digits
            : digits;
    }

    // Of two processes that start at once one makes it; the other finds it, at the latest when it is written to its end.
    private static byte[]? ReadOrMake(string folder)
    {
        try
        {
            return ReadOrMakeIn(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] ReadOrMakeIn(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
        {
            var made = Path.Combine(folder, $"{File}.{Guid.CreateVersion7():N}");
            System.IO.File.WriteAllBytes(made, RandomNumberGenerator.GetBytes(Bytes));
            if (!OperatingSystem.IsWindows())
                System.IO.File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            try
            {
                System.IO.File.Move(made, path, overwrite: false);
            }
            catch (IOException) when (System.IO.File.Exists(path))
            {
                System.IO.File.Delete(made);
            }
        }

        var bytes = System.IO.File.ReadAllBytes(path);
        return bytes.Length == Bytes ? bytes : throw new InvalidDataException($"{path} is no key of {Bytes} bytes.");
    }
}
