/** Making and changing items with what a person wrote in a form: the server checks it, the names are those of its fields. */
import { call, type Body } from '../../app/api';
import type { Values } from './fields';
import type { Kind, Thing } from './kinds';

export function makeThing(kind: Kind, values: Values): Promise<Thing> {
  switch (kind) {
    case 'features':
      return call('POST /api/features', { body: values as Body<'POST /api/features'> });
    case 'bugs':
      return call('POST /api/bugs', { body: values as Body<'POST /api/bugs'> });
    case 'projects':
      return call('POST /api/projects', { body: values as Body<'POST /api/projects'> });
  }
}

/** @throws ApiError with status 412 if what is stored has another tag */
export function changeThing(kind: Kind, id: number, values: Values, tag?: string): Promise<Thing> {
  const rest = { params: { id }, headers: { 'If-Match': tag } };
  switch (kind) {
    case 'features':
      return call('PATCH /api/features/:id', {
        ...rest,
        body: values as Body<'PATCH /api/features/:id'>,
      });
    case 'bugs':
      return call('PATCH /api/bugs/:id', { ...rest, body: values as Body<'PATCH /api/bugs/:id'> });
    case 'projects':
      return call('PATCH /api/projects/:id', {
        ...rest,
        body: values as Body<'PATCH /api/projects/:id'>,
      });
  }
}
