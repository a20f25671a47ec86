using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace VideoSaas.Tests.Resources;

/// <summary>
/// Finds text for people that components hold themselves. It reads what the Razor compiler made, because there a literal is
/// surely a literal: a string that is loaded right before it is added to the page, as content, as markup, or as an attribute
/// that is shown or read out.
/// </summary>
internal static partial class LiteralText
{
    private const BindingFlags Everything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The same in every language, or the word of the data itself.</summary>
    private static readonly HashSet<string> Names = ["VideoSaas", "Instagram", "TikTok", "YouTube", "Facebook", "nbsp", "null"];

    private static readonly HashSet<string> ShownAttributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "title", "alt", "placeholder", "aria-label", "aria-valuetext", "aria-description",
        "Label", "HelperText", "Text", "AriaLabel", "Placeholder", "TooltipText",
    };

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <returns>Component and text.</returns>
    public static IEnumerable<string> In(Assembly assembly) => assembly.GetTypes()
        .Where(type => typeof(IComponent).IsAssignableFrom(Outermost(type)))
        .SelectMany(In)
        .Distinct();

    public static IEnumerable<string> In(Type type) => type.GetMethods(Everything)
        .SelectMany(TextsOf)
        .Where(text => Word().Matches(Tag().Replace(text, " ")).Any(word => !Names.Contains(word.Value)))
        .Select(text => $"{Outermost(type).Name}: {text.Trim()}");

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<string> TextsOf(MethodInfo method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } body)
        {
            yield break;
        }

        string? last = null;
        string? beforeLast = null;
        for (var at = 0; at < body.Length;)
        {
            var code = body[at] == 0xFE ? Codes[(short)(0xFE00 | body[at + 1])] : Codes[body[at]];
            at += code.Size;
            var operand = at;
            at += OperandSize(code, body, operand);
            if (code == OpCodes.Ldstr)
            {
                (beforeLast, last) = (last, method.Module.ResolveString(BitConverter.ToInt32(body, operand)));
                continue;
            }

            if ((code == OpCodes.Callvirt || code == OpCodes.Call)
                && Called(method, BitConverter.ToInt32(body, operand)) is { } called
                && called.DeclaringType == typeof(RenderTreeBuilder)
                && last is not null
                && IsShown(called.Name, beforeLast))
            {
                yield return last;
            }

            (beforeLast, last) = (null, null);
        }
    }

    private static bool IsShown(string builderMethod, string? attribute) => builderMethod switch
    {
        nameof(RenderTreeBuilder.AddContent) or nameof(RenderTreeBuilder.AddMarkupContent) => true,
        nameof(RenderTreeBuilder.AddAttribute) or nameof(RenderTreeBuilder.AddComponentParameter) =>
            attribute is not null && ShownAttributes.Contains(attribute),
        _ => false,
    };

    private static MethodBase? Called(MethodInfo caller, int token)
    {
        try
        {
            return caller.Module.ResolveMethod(
                token, caller.DeclaringType!.GetGenericArguments(), caller.IsGenericMethod ? caller.GetGenericArguments() : null);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }

    private static int OperandSize(OpCode code, byte[] body, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
        _ => 4,
    };

    // Markup comes in one piece: its tags are not text, but the attributes in them that are shown are looked at apart.
    [GeneratedRegex("""<(?:(?!title=|alt=|placeholder=|aria-label=)[^>])*>""")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();
}
