/** Secrets of the original: opened (XOR 42) and sealed; a value is never put in the place of another one. */
import { SECRET_CATEGORIES } from '../../workflows/contracts/glossary';
import { keyIdOf, xor42 } from '../vault/cipher';
import type { Prepared, RuleContext, Values } from './rule';

export function secretRule(values: Values, { vault, dryRun }: RuleContext): Prepared {
  const { name, encrypted_value: stored } = values;
  const without: Values = { ...values, encrypted_value: '' };
  const refuse = (why: string): Prepared => ({ values: without, notes: [], refuse: why });
  if (typeof name !== 'string' || name.trim() === '') return refuse('it has no name');
  if (typeof stored !== 'string' || stored === '') return refuse('it has no value');
  if (keyIdOf(stored) !== undefined)
    return refuse('it is sealed by this release, with a key that stays elsewhere');
  const value = xor42(stored);
  const notes: string[] = [];
  if (values['category'] != null && !SECRET_CATEGORIES.some((known) => known === values['category'])) {
    notes.push(`category: ${JSON.stringify(values['category'])} is none here, it is general now`);
    without['category'] = 'general';
  }
  const here = vault.find(name);
  if (here && vault.holds(here.id, value))
    return { values: without, notes: ['it is here already, with the same value'], existing: String(here.id) };
  let free = name;
  for (let count = 2; vault.find(free); count += 1) free = `${name}_${count}`;
  if (free !== name) notes.push(`name: there is one named ${name} with another value, so it is ${free}`);
  return {
    values: { ...without, name: free },
    notes,
    after: (id) => {
      // A dry run leaves nothing behind, and a first key would be left behind.
      if (dryRun) return;
      vault.sealInto(Number(id), free, value);
      vault.note({ id: Number(id), name: free }, 'imported', 'import');
    },
  };
}
