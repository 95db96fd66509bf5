/**
 * The fields of each kind's form, and their values as text and as the API takes them.
 * @import { FieldOf } from '../../api/document/api-types'
 * @import { Body } from '../../api/document/client-types'
 * @import { Kind } from './work-kinds'
 */
import { SEVERITIES, STATUSES } from './work-kinds';

/**
 * @typedef {'text' | 'lines' | 'number' | 'choice' | 'project' | 'feature'} FieldType
 * @typedef {{ type?: FieldType, rows?: number, hint?: string, step?: string, required?: boolean, usual?: string,
 *   choices?: Record<string, { label: string }> }} More
 * @typedef {FieldOf<Body<'POST /api/features'> | Body<'POST /api/bugs'> | Body<'POST /api/projects'>>} FieldName
 * @typedef {{ name: FieldName, label: string } & More} Field
 */

/** @param {FieldName} name @param {string} label @param {More} [more] @returns {Field} */
const field = (name, label, more = {}) => ({ name, label, ...more });

const title = field('title', 'Title', { required: true });
const description = field('description', 'Description', { type: 'lines', rows: 5 });
const project = field('project_id', 'Project', { type: 'project' });
const priority = field('priority', 'Priority', {
  type: 'number',
  step: '1',
  usual: '0',
  hint: 'Higher goes first.',
});
const hours = [
  field('estimated_hours', 'Hours planned', { type: 'number', step: 'any' }),
  field('actual_hours', 'Hours spent', { type: 'number', step: 'any' }),
];
const assigned = field('assigned_to', 'Assigned to');
/** @param {Kind} kind @param {string} usual */
const status = (kind, usual) => field('status', 'Status', { type: 'choice', choices: STATUSES[kind], usual });

/** Rows of fields, as the form has them. @type {Record<Kind, Field[][]>} */
export const FIELDS = {
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
      field('severity', 'Severity', { type: 'choice', choices: SEVERITIES, usual: 'medium' }),
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

/** What the control of a field shows. @param {Field} field @param {Partial<Record<FieldName, unknown>>} values */
export function textOf({ name }, values) {
  const value = values[name];
  return value === null || value === undefined ? '' : String(value).replace(/\r\n?/g, '\n');
}

/** What the API takes: nothing is null, but where there has to be a text it says so itself. @param {Field} field */
export function valueOf({ type, required }, text) {
  const plain = type === 'lines' ? text : text.trim();
  if (type === 'number' || type === 'project' || type === 'feature')
    return plain === '' ? null : Number(plain);
  return plain === '' && !required ? null : plain;
}

/** A value in words, for those who compare. @param {Field} field @param {(id: number) => string} projectName */
export function wordsOf({ type, choices }, text, projectName) {
  if (text === '') return '(empty)';
  if (type === 'project') return projectName(Number(text));
  return choices?.[text]?.label ?? text;
}
