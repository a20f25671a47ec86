using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace VideoSaas.Tests.Architecture;

/// <summary>One use of something by one of our types.</summary>
/// <param name="User">Full name of the outermost type whose code it is: closures and state machines count as their owner's.</param>
/// <param name="Type">Full name of the type used.</param>
/// <param name="Member">The method or field used; empty where only the type is named.</param>
internal sealed record CodeUse(string User, string Type, string Member);

/// <summary>
/// Who uses what in a compiled assembly, read from signatures, attributes and method bodies. Unlike a search for words in the
/// sources it sees through global usings, <c>var</c> and generated components.
/// </summary>
internal static class CodeGraph
{
    private static readonly FrozenDictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => (ushort)code.Value);

    public static IReadOnlyCollection<CodeUse> Of(Assembly assembly)
    {
        using var stream = File.OpenRead(assembly.Location);
        using var file = new PEReader(stream);
        return new Walk(file).Run();
    }

    /// <summary>Assemblies that one references.</summary>
    public static IReadOnlyList<string> ReferencesOf(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    private sealed class Walk(PEReader file) : ISignatureTypeProvider<string, object?>
    {
        private readonly MetadataReader _code = file.GetMetadataReader();
        private readonly HashSet<CodeUse> _uses = [];
        private string _user = "";

        public HashSet<CodeUse> Run()
        {
            foreach (var handle in _code.TypeDefinitions)
            {
                var type = _code.GetTypeDefinition(handle);
                _user = Outermost(handle);
                UseEntity(type.BaseType);
                foreach (var implemented in type.GetInterfaceImplementations())
                {
                    UseEntity(_code.GetInterfaceImplementation(implemented).Interface);
                }

                UseAttributes(type.GetCustomAttributes());
                foreach (var field in type.GetFields().Select(_code.GetFieldDefinition))
                {
                    field.DecodeSignature(this, null);
                    UseAttributes(field.GetCustomAttributes());
                }

                foreach (var property in type.GetProperties().Select(_code.GetPropertyDefinition))
                {
                    UseAttributes(property.GetCustomAttributes());
                }

                foreach (var method in type.GetMethods().Select(_code.GetMethodDefinition))
                {
                    method.DecodeSignature(this, null);
                    UseAttributes(method.GetCustomAttributes());
                    UseBody(method);
                }
            }

            return _uses;
        }

        private void UseBody(MethodDefinition method)
        {
            if (method.RelativeVirtualAddress == 0)
            {
                return;
            }

            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
            {
                _code.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null);
            }

            foreach (var region in body.ExceptionRegions.Where(region => !region.CatchType.IsNil))
            {
                UseEntity(region.CatchType);
            }

            var il = body.GetILReader();
            while (il.RemainingBytes > 0)
            {
                ushort value = il.ReadByte();
                if (value == 0xFE)
                {
                    value = (ushort)(0xFE00 | il.ReadByte());
                }

                var operand = OpCodesByValue[value].OperandType;
                switch (operand)
                {
                    case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                        UseEntity(MetadataTokens.EntityHandle(il.ReadInt32()));
                        break;
                    case OperandType.InlineSwitch:
                        var branches = il.ReadInt32();
                        il.Offset += 4 * branches;
                        break;
                    default:
                        il.Offset += SizeOf(operand);
                        break;
                }
            }
        }

        private static int SizeOf(OperandType operand) => operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };

        private void UseAttributes(CustomAttributeHandleCollection attributes)
        {
            foreach (var attribute in attributes.Select(_code.GetCustomAttribute))
            {
                UseEntity(attribute.Constructor);
            }
        }

        private void UseEntity(EntityHandle handle)
        {
            if (handle.IsNil)
            {
                return;
            }

            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                    NameOf(handle);
                    break;
                case HandleKind.MethodDefinition:
                    UseMember(
                        _code.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType(),
                        _code.GetMethodDefinition((MethodDefinitionHandle)handle).Name);
                    break;
                case HandleKind.FieldDefinition:
                    UseMember(
                        _code.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType(),
                        _code.GetFieldDefinition((FieldDefinitionHandle)handle).Name);
                    break;
                case HandleKind.MemberReference:
                    var member = _code.GetMemberReference((MemberReferenceHandle)handle);
                    UseMember(member.Parent, member.Name);
                    if (member.GetKind() == MemberReferenceKind.Method)
                    {
                        member.DecodeMethodSignature(this, null);
                    }
                    else
                    {
                        member.DecodeFieldSignature(this, null);
                    }

                    break;
                case HandleKind.MethodSpecification:
                    var specification = _code.GetMethodSpecification((MethodSpecificationHandle)handle);
                    UseEntity(specification.Method);
                    specification.DecodeSignature(this, null);
                    break;
            }
        }

        private void UseMember(EntityHandle owner, StringHandle name)
        {
            var type = NameOf(owner);
            if (type.Length > 0)
            {
                _uses.Add(new CodeUse(_user, type, _code.GetString(name)));
            }
        }

        /// <summary>The name of the type itself, its generic arguments noted as uses of their own.</summary>
        private string NameOf(EntityHandle handle) => handle.Kind switch
        {
            HandleKind.TypeDefinition => GetTypeFromDefinition(_code, (TypeDefinitionHandle)handle, 0),
            HandleKind.TypeReference => GetTypeFromReference(_code, (TypeReferenceHandle)handle, 0),
            HandleKind.TypeSpecification => _code.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
            _ => "",
        };

        private string Note(string type)
        {
            _uses.Add(new CodeUse(_user, type, ""));
            return type;
        }

        private string Outermost(TypeDefinitionHandle handle)
        {
            var type = _code.GetTypeDefinition(handle);
            return type.IsNested
                ? Outermost(type.GetDeclaringType())
                : FullName(_code.GetString(type.Namespace), _code.GetString(type.Name));
        }

        private static string FullName(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Note(Outermost(handle));

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)
                : Note(FullName(reader.GetString(type.Namespace), reader.GetString(type.Name)));
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) => genericType;

        public string GetArrayType(string elementType, ArrayShape shape) => elementType;

        public string GetByReferenceType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericMethodParameter(object? genericContext, int index) => "";

        public string GetGenericTypeParameter(object? genericContext, int index) => "";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

        public string GetSZArrayType(string elementType) => elementType;
    }
}
