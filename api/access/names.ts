/** Names of users, which the record shows: none is what it calls somebody who is no user. */
import { NO_USERS } from '../../workflows/contracts/access';

export const USER_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u;

export const isReserved = (name: string): boolean => NO_USERS.includes(name.toLowerCase());
