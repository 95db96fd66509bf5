import type { Answer } from '../../app/api';

/** What is known of a project's GitHub. */
export type Github = Answer<'GET /api/projects/:id/github'>;
