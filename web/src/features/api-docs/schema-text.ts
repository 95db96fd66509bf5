/** JSON Schemas as text for people: the JSON they describe, with types in place of values. */
import type { Schema, Schemas } from './document';

/** `named`: the schemas that `$ref` names; one that isn't there stays a name. */
export function schemaText(schema: Schema, named: Schemas, indent = ''): string {
  const reference = schema.$ref?.split('/').pop();
  if (reference !== undefined) {
    const found = named[reference];
    return found ? schemaText(found, named, indent) : reference;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => schemaText(choice, named, indent)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') return arrayText(schema, named, indent);
  if (schema.properties) return objectText(schema.properties, schema.required ?? [], named, indent);
  if (schema.type === 'object') return '{ name: value, ... }';
  return [schema.type ?? 'any'].flat().join(' or ') + limitsOf(schema);
}

function arrayText({ items, prefixItems }: Schema, named: Schemas, indent: string): string {
  const parts = prefixItems ?? [items ?? {}];
  return `[${parts.map((part) => schemaText(part, named, indent)).join(', ')}${prefixItems ? '' : ', ...'}]`;
}

function objectText(
  properties: Schemas,
  required: readonly string[],
  named: Schemas,
  indent: string,
): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const mark = required.includes(name) ? '' : '?';
    const note = property.description ? `  // ${property.description}` : '';
    return `${inner}"${name}"${mark}: ${schemaText(property, named, inner)}${note}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function limitsOf({ minimum, maximum, minLength, maxLength, default: fallback }: Schema): string {
  const from = bound(minimum) ?? minLength;
  const to = bound(maximum) ?? maxLength;
  const range = from === undefined && to === undefined ? '' : ` ${from ?? ''}..${to ?? ''}`;
  return `${range}${fallback === undefined ? '' : ` = ${JSON.stringify(fallback)}`}`;
}

/** The largest whole number that JavaScript knows is no bound. */
const bound = (value: number | undefined): number | undefined =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
