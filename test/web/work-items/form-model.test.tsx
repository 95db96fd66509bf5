/** What the form of a work item sends, and how it takes in what somebody else saved. */
import { formModel } from '../../../web/src/features/work-items/form-model';

const READ = { title: 'old', description: 'a\r\nb', priority: 3, project_id: 7, status: 'draft', spec: null };
const field = (model: ReturnType<typeof formModel>, name: string) => {
  const found = model.fields.find((one) => one.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};

it('sends of an edited item what differs, nothing else', () => {
  const model = formModel('features', READ);
  expect(model.isChanged()).toBe(false);
  model.write(field(model, 'title'), ' new ');
  model.write(field(model, 'project_id'), '');
  model.write(field(model, 'priority'), '3');
  expect(model.isChanged()).toBe(true);
  expect(model.body(false)).toEqual({ title: 'new', project_id: null });
});

it('sends of a new item what is filled in, and what has to be', () => {
  const model = formModel('bugs', { status: 'open', severity: 'medium' });
  expect(model.body(true)).toEqual({ title: '', status: 'open', severity: 'medium' });
});

it('takes over what only they changed, and asks about the rest', () => {
  const model = formModel('features', READ);
  model.write(field(model, 'title'), 'mine');
  const { differing, merged } = model.merge({ ...READ, title: 'theirs', status: 'blocked' });
  expect(differing).toEqual([{ field: field(model, 'title'), theirs: 'theirs', mine: 'mine' }]);
  expect(merged).toEqual([{ field: field(model, 'status'), text: 'blocked' }]);
  expect(model.body(false)).toEqual({ title: 'mine' });
  model.takeTheirs();
  expect(model.isChanged()).toBe(false);
  expect(model.text(field(model, 'title'))).toBe('theirs');
});

it('compares with what they saved last', () => {
  const model = formModel('features', READ);
  model.write(field(model, 'title'), 'mine');
  model.merge({ ...READ, title: 'theirs' });
  const { differing, merged } = model.merge({ ...READ, title: 'mine', priority: 9 });
  expect(differing).toEqual([]);
  expect(merged.map(({ text }) => text)).toEqual(['9']);
  expect(model.isChanged()).toBe(false);
});
