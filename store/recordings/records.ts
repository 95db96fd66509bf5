/**
 * A file of a recording: a mark, then records that are only ever added. Each has its length, a checksum, the time that it is
 * about and how many frames it holds, so that an index needs to unpack nothing, and then its frames, compressed with the
 * text before them as dictionary. What a crash has cut off at the end doesn't count, and the rest is read as ever.
 */
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

export const FILE_MARK = Buffer.from('ARCHREC1');
const [LENGTH_AT, CHECK_AT, FIRST_AT, LAST_AT, FRAMES_AT] = [0, 4, 8, 16, 24] as const;
const HEAD_BYTES = 28;
/** As far back as deflate looks. */
const DICTIONARY_BYTES = 32 * 1024;
/** Of one record, unpacked: none that we write is near that. */
const MOST_PLAIN_BYTES = 16 * 1024 * 1024;

export interface RecordHead {
  readonly firstMs: number;
  /** Until then it was watched. */
  readonly lastMs: number;
  /** 0: nothing had changed. */
  readonly frames: number;
}

export interface StoredRecord extends RecordHead {
  readonly body: Buffer;
}

/** Text of the records before, as far as it helps to compress the next one. */
export const dictionaryAfter = (before: Buffer, plain: Buffer): Buffer =>
  Buffer.concat([before, plain]).subarray(-DICTIONARY_BYTES);

const withDictionary = (dictionary: Buffer) => (dictionary.length > 0 ? { dictionary } : {});

export async function encodeRecord(head: RecordHead, plain: Buffer, dictionary: Buffer): Promise<Buffer> {
  const body = plain.length === 0 ? plain : await pack(plain, withDictionary(dictionary));
  const record = Buffer.concat([Buffer.alloc(HEAD_BYTES), body]);
  record.writeUInt32LE(record.length, LENGTH_AT);
  record.writeDoubleLE(head.firstMs, FIRST_AT);
  record.writeDoubleLE(head.lastMs, LAST_AT);
  record.writeUInt32LE(head.frames, FRAMES_AT);
  record.writeUInt32LE(crc32(record.subarray(FIRST_AT)), CHECK_AT);
  return record;
}

/** Those that are whole, up to the first that isn't. */
export function recordsIn(file: Buffer): StoredRecord[] {
  const records: StoredRecord[] = [];
  if (!file.subarray(0, FILE_MARK.length).equals(FILE_MARK)) return records;
  for (let at = FILE_MARK.length; at + HEAD_BYTES <= file.length;) {
    const length = file.readUInt32LE(at + LENGTH_AT);
    const record = file.subarray(at, at + length);
    if (length < HEAD_BYTES || record.length < length) break;
    if (crc32(record.subarray(FIRST_AT)) !== record.readUInt32LE(CHECK_AT)) break;
    records.push({
      firstMs: record.readDoubleLE(FIRST_AT),
      lastMs: record.readDoubleLE(LAST_AT),
      frames: record.readUInt32LE(FRAMES_AT),
      body: record.subarray(HEAD_BYTES),
    });
    at += length;
  }
  return records;
}

/** The text of each record, in order. @throws where one isn't what we have written */
export async function* plainOf(records: readonly StoredRecord[]): AsyncGenerator<string> {
  let dictionary: Buffer = Buffer.alloc(0);
  for (const { body } of records) {
    if (body.length === 0) continue;
    const options = { ...withDictionary(dictionary), maxOutputLength: MOST_PLAIN_BYTES };
    const plain = await unpack(body, options);
    yield plain.toString();
    dictionary = dictionaryAfter(dictionary, plain);
  }
}
