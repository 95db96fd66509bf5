/** JSON Schemas as text for people: the JSON they describe, with types in place of values. */

/**
 * @param {any} schema
 * @param {Record<string, any>} named the schemas that `$ref` names; one that isn't here stays a name
 */
export function schemaText(schema, named, indent = '') {
  const reference = schema.$ref?.split('/').pop();
  if (reference) return named[reference] ? schemaText(named[reference], named, indent) : reference;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => schemaText(choice, named, indent)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') return arrayText(schema, named, indent);
  if (schema.properties) return objectText(schema, named, indent);
  if (schema.type === 'object') return '{ name: value, ... }';
  return [schema.type ?? 'any'].flat().join(' or ') + limits(schema);
}

function arrayText({ items, prefixItems }, named, indent) {
  const parts = prefixItems ?? [items ?? {}];
  return `[${parts.map((part) => schemaText(part, named, indent)).join(', ')}${prefixItems ? '' : ', ...'}]`;
}

function objectText({ properties, required = [] }, named, indent) {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const mark = required.includes(name) ? '' : '?';
    const note = property.description ? `  // ${property.description}` : '';
    return `${inner}"${name}"${mark}: ${schemaText(property, named, inner)}${note}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function limits({ minimum, maximum, minLength, maxLength, default: fallback }) {
  const bounded = (value) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const from = bounded(minimum) ? minimum : minLength;
  const to = bounded(maximum) ? maximum : maxLength;
  const range = from === undefined && to === undefined ? '' : ` ${from ?? ''}..${to ?? ''}`;
  return `${range}${fallback === undefined ? '' : ` = ${JSON.stringify(fallback)}`}`;
}
