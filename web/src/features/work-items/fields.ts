/** The fields of each kind's form, and their values as text and as the API takes them. */
import type { FieldOf } from '../../../../api/document/api-types';
import type { Body } from '../../../../api/document/client-types';
import { SEVERITIES, STATUSES, type Kind } from './kinds';

export type FieldType = 'text' | 'lines' | 'number' | 'choice' | 'project' | 'feature';
interface Details {
  readonly type?: FieldType;
  readonly rows?: number;
  readonly hint?: string;
  readonly step?: string;
  readonly required?: boolean;
  /** What a new item begins with. */
  readonly initial?: string;
  readonly choices?: Readonly<Record<string, { readonly label: string }>>;
}
export type FieldName = FieldOf<
  Body<'POST /api/features'> | Body<'POST /api/bugs'> | Body<'POST /api/projects'>
>;
export interface Field extends Details {
  readonly name: FieldName;
  readonly label: string;
}
/** An item, as far as a form is concerned. */
export type Values = Readonly<Partial<Record<FieldName, unknown>>>;

const field = (name: FieldName, label: string, details: Details = {}): Field => ({ name, label, ...details });

const title = field('title', 'Title', { required: true });
const description = field('description', 'Description', { type: 'lines', rows: 5 });
const project = field('project_id', 'Project', { type: 'project' });
const priority = field('priority', 'Priority', {
  type: 'number',
  step: '1',
  initial: '0',
  hint: 'Higher goes first.',
});
const hours = [
  field('estimated_hours', 'Hours planned', { type: 'number', step: 'any' }),
  field('actual_hours', 'Hours spent', { type: 'number', step: 'any' }),
];
const assigned = field('assigned_to', 'Assigned to');
const status = (kind: Kind, initial: string) =>
  field('status', 'Status', { type: 'choice', choices: STATUSES[kind], initial });

/** Rows of fields, as the form has them. */
export const FIELDS: Readonly<Record<Kind, readonly (readonly Field[])[]>> = {
  features: [
    [title],
    [description],
    [
      field('spec', 'Specification', {
        type: 'lines',
        rows: 6,
        hint: 'An agent gets it with the title and the description.',
      }),
    ],
    [project, status('features', 'draft')],
    [priority, assigned],
    hours,
  ],
  bugs: [
    [title],
    [description],
    [
      project,
      field('feature_id', 'Feature', { type: 'feature', hint: 'Its number, or a part of its title.' }),
    ],
    [
      field('severity', 'Severity', { type: 'choice', choices: SEVERITIES, initial: 'medium' }),
      status('bugs', 'open'),
    ],
    [priority, assigned],
    hours,
  ],
  projects: [
    [field('name', 'Name', { required: true })],
    [description],
    [
      field('source_path', 'Source path', {
        hint: 'An absolute path, like /home/me/app: agents work there, scans and GitHub look there.',
      }),
    ],
    [status('projects', 'active'), priority],
  ],
};

/** What the control of a field shows. */
export function textOf({ name }: Field, values: Values): string {
  const value = values[name];
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  return text.replace(/\r\n?/g, '\n');
}

/** What the API takes: an empty field is null; if there has to be a text, the API says so itself. */
export function valueOf({ type, required }: Field, text: string): string | number | null {
  const plain = type === 'lines' ? text : text.trim();
  if (type === 'number' || type === 'project' || type === 'feature')
    return plain === '' ? null : Number(plain);
  return plain === '' && !required ? null : plain;
}

/** A value in words, for those who compare. */
export function wordsOf({ type, choices }: Field, text: string, projectName: (id: number) => string): string {
  if (text === '') return '(empty)';
  if (type === 'project') return projectName(Number(text));
  return choices?.[text]?.label ?? text;
}
