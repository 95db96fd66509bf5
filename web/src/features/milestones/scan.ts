/** A scan for what is left to do, asked for and waited for, and how it went in words. */
import type { MilestoneScan } from '../../../../api/document/api-types';
import { call } from '../../app/api';

const ASK_AGAIN_MS = 1500;

/** Without a project all are scanned. */
export async function runScan(projectId?: number): Promise<MilestoneScan> {
  const one = projectId === undefined ? {} : { project_id: projectId };
  let answer = await call('POST /api/milestones/scan', { body: one });
  while (answer.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    answer = await call('GET /api/milestones/scan', { query: one });
  }
  return answer;
}

export interface ScanWords {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad';
}

export function scanWords({ state, projects }: MilestoneScan): ScanWords {
  const refused = projects.flatMap(({ project_name: name, error }) =>
    error ? [`${name}: ${error.message}`] : [],
  );
  if (state !== 'completed') return { text: `The scan was ${state}.`, tone: 'bad' };
  if (refused.length) return { text: refused.join(' '), tone: 'bad' };
  if (!projects.length) {
    return { text: 'No active project has a source path, so nothing was scanned.', tone: 'warn' };
  }
  const what = projects.length === 1 ? projects[0]?.project_name : `${projects.length} projects`;
  return { text: `Scanned ${what}.`, tone: 'ok' };
}
