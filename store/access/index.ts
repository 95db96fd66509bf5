/** Users, tokens, and who asked for what. */
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { requestLog } from './requests';
import { tokensRepository } from './tokens';
import { usersRepository } from './users';

export function accessRepositories(db: Db, clock: Clock) {
  return {
    users: usersRepository(db, clock),
    tokens: tokensRepository(db, clock),
    requests: requestLog(db, clock),
  };
}
