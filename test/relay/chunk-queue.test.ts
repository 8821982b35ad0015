import { describe, expect, it } from "vitest";
import { ChunkQueue } from "../../src/relay/chunk-queue.ts";
import { toChunks, type Chunk } from "../../src/relay/chunk.ts";
import type { Entry, SessionMark } from "../../src/relay/entry.ts";

const line = (text: string): Entry => ({ kind: "line", text, at: 0, count: 1, upTo: 0 });
const begin: SessionMark = { what: "begin", at: 1 };
const end: SessionMark = { what: "end", at: 2 };
const marked = (mark: SessionMark): Entry => ({ kind: "mark", mark, text: "", at: 0, count: 1, upTo: 0 });
const pack = (...entries: Entry[]): Chunk[] => toChunks(entries).chunks;
const textOf = (chunks: readonly Chunk[]): string => chunks.map(({ data }) => data.toString()).join("");

function filled(queue: ChunkQueue, ...chunks: Chunk[]): ChunkQueue {
  for (const chunk of chunks) queue.push(chunk);
  return queue;
}

describe("packed lines", () => {
  it("of two runs of the server are two chunks, and marks that nothing follows stay", () => {
    const { chunks, rest } = toChunks([line("a"), marked(end), marked(begin), line("b"), marked(end)]);
    expect(chunks.map(({ marks }) => marks)).toEqual([[], [end, begin]]);
    expect(textOf(chunks)).toBe("a\nb\n");
    expect(rest).toEqual([marked(end)]);
  });

  it("are given out of one run at a time", () => {
    const queue = filled(
      new ChunkQueue(1000),
      ...pack(line("a")),
      ...pack(line("b"), marked(begin), line("c")),
    );
    expect(queue.hasMark).toBe(false);
    expect(textOf(queue.take(1000))).toBe("a\nb\n");
    expect(queue.takeMark()).toBe(begin);
    expect(queue.takeMark()).toBeUndefined();
    expect(textOf(queue.take(1000))).toBe("c\n");
  });

  it("leave their marks behind when they are dropped", () => {
    const queue = new ChunkQueue(1000);
    filled(queue, ...pack(marked(begin), line("a")), ...pack(marked(end), line("b")));
    expect(queue.shed()).toBe(true);
    expect([queue.takeMark(), queue.takeMark(), queue.takeMark()]).toEqual([begin, end, undefined]);
    queue.shed();
    filled(queue, ...pack(line("c")));
    expect(queue.hasMark).toBe(false);
  });

  it("take their marks with them to the disk, each session for itself", () => {
    const spilled: Chunk[] = [];
    const queue = new ChunkQueue(1000, (chunk) => spilled.push(chunk) > 0);
    filled(queue, ...pack(marked(begin), line("a"), line("b")), ...pack(marked(end), line("c")));
    queue.shed();
    queue.shed();
    expect(spilled.map(({ data, marks }) => [data.toString(), marks])).toEqual([
      ["a\nb\n", [begin]],
      ["c\n", [end]],
    ]);
    filled(queue, ...pack(line("d")));
    expect(queue.hasMark).toBe(false);
  });

  it("keep the marks of what left last for what comes next", () => {
    const queue = filled(new ChunkQueue(1000), ...pack(marked(begin), line("a")));
    queue.shed();
    expect(queue.isEmpty).toBe(true);
    filled(queue, ...pack(marked(end), line("b")));
    expect([queue.takeMark(), queue.takeMark()]).toEqual([begin, end]);
    expect(queue.takeDropped()).toBe(1);
  });

  it("stay in the memory when the disk does not take them and there is room", () => {
    const queue = filled(new ChunkQueue(1000, () => false), ...pack(line("a")), ...pack(line("b")));
    expect(queue.bytes).toBe(4);
    queue.limit(2);
    expect(textOf(queue.take(1000))).toBe("b\n");
    expect(queue.takeDropped()).toBe(1);
  });
});
