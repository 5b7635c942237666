export interface Chunk {
  readonly chunk: Buffer;
  readonly number: number;
  readonly isLast: boolean;
}

/** Cuts bytes or a stream into equal pieces, the last one shorter. Without any bytes it is one empty piece. */
export async function* chunked(bytes: Uint8Array | AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Chunk> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
    waiting.push(piece);
    length += piece.length;
    if (length <= size) continue;
    let rest = Buffer.concat(waiting, length);
    // One full chunk is held back: only the end of the stream tells that it is the last.
    for (; rest.length > size; number += 1) {
      yield { chunk: rest.subarray(0, size), number, isLast: false };
      rest = rest.subarray(size);
    }
    waiting = [rest];
    length = rest.length;
  }
  yield { chunk: Buffer.concat(waiting, length), number, isLast: true };
}
