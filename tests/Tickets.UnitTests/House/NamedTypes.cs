using System.Reflection;
using System.Reflection.Emit;

namespace Tickets.UnitTests.House;

/// <summary>Which types a type names: in its bases, fields, properties, signatures, attributes and in the bodies of its methods, nested types included.</summary>
internal static class NamedTypes
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value);

    /// <summary>What <paramref name="type"/> shows: bases, interfaces, fields, properties and signatures, without bodies.</summary>
    public static IReadOnlySet<Type> ShownBy(Type type)
    {
        var named = new HashSet<Type>();
        Show(type, named);
        return named;
    }

    /// <summary>Everything that <paramref name="type"/> names, bodies too.</summary>
    public static IReadOnlySet<Type> By(Type type)
    {
        var named = new HashSet<Type>();
        Name(type, named);
        return named;
    }

    private static void Name(Type type, HashSet<Type> named)
    {
        Show(type, named);
        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            ReadBody(type, method, named);
        foreach (var nested in type.GetNestedTypes(All))
            Name(nested, named);
    }

    private static void Show(Type type, HashSet<Type> named)
    {
        Add(type.BaseType, named);
        foreach (var seam in type.GetInterfaces())
            Add(seam, named);
        foreach (var field in type.GetFields(All))
            Add(field.FieldType, named);
        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            Add((method as MethodInfo)?.ReturnType, named);
            foreach (var parameter in method.GetParameters())
                Add(parameter.ParameterType, named);
        }

        foreach (var property in type.GetProperties(All))
            Add(property.PropertyType, named);
        foreach (var attribute in type.GetCustomAttributesData())
            Add(attribute.AttributeType, named);
    }

    private static void ReadBody(Type type, MethodBase method, HashSet<Type> named)
    {
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (var local in body.LocalVariables)
            Add(local.LocalType, named);
        foreach (var clause in body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause))
            Add(clause.CatchType, named);
        var code = body.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var instruction = Codes[value];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                AddMember(type, method, BitConverter.ToInt32(code, at), named);
            at += OperandSize(instruction.OperandType, code, at);
        }
    }

    private static void AddMember(Type type, MethodBase method, int token, HashSet<Type> named)
    {
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var member = type.Module.ResolveMember(token, type.IsGenericType ? type.GetGenericArguments() : null, arguments);
        Add(member as Type ?? member?.DeclaringType, named);
        switch (member)
        {
            case FieldInfo field:
                Add(field.FieldType, named);
                break;
            case MethodInfo called:
                Add(called.ReturnType, named);
                foreach (var argument in called.IsGenericMethod ? called.GetGenericArguments() : [])
                    Add(argument, named);
                break;
        }
    }

    private static int OperandSize(OperandType operand, byte[] code, int at) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
            _ => 4,
        };

    private static void Add(Type? type, HashSet<Type> named)
    {
        while (type is { HasElementType: true })
            type = type.GetElementType();
        if (type is null || type.IsGenericParameter || !named.Add(type) || !type.IsGenericType)
            return;
        foreach (var argument in type.GetGenericArguments())
            Add(argument, named);
    }
}
