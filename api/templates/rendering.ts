import { rendered, type TemplateText, valueFaults, type Values } from '../../store/templates/render';
import { HttpError, invalid } from '../http/errors';

/** @throws HttpError that names each variable at fault */
export function renderChecked(template: TemplateText, values: Values): string {
  const faults = valueFaults(template, values);
  const [first] = faults;
  if (first) throw new HttpError(400, 'invalid_request', `${first.field}: ${first.message}`, faults);
  const text = rendered(template, values);
  if (text.trim() === '') throw invalid('variables', 'the text that is made with these is empty');
  return text;
}
