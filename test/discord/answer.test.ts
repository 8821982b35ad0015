import { DiscordAPIError } from "discord.js";
import { describe, expect, test } from "vitest";
import { answer, type Answerable, type Lateness } from "../../src/discord/answer.ts";
import { silentLog } from "../../src/lib/logger.ts";
import type { Reply } from "../../src/reply.ts";
import { ManualClock } from "../manual-clock.ts";

interface Shown {
  content?: string;
  embeds?: unknown[];
}

/** An interaction that records what it is told to show; `refuses` is asked first. */
function rig(refuses: (shown: Shown) => number | undefined = () => undefined) {
  const clock = new ManualClock();
  const edits: Shown[] = [];
  const posts: { content: string }[] = [];
  const interaction = {
    id: "300000000000000000",
    channelId: "400000000000000000",
    user: { id: "500000000000000000" },
    attachmentSizeLimit: 1000,
    createdTimestamp: clock.now() - 60 * 60_000,
    editReply: (shown: Shown) => {
      const code = refuses(shown);
      if (code !== undefined)
        return Promise.reject(
          new DiscordAPIError({ code, message: "no" }, code, 400, "PATCH", "", { body: {}, files: [] }),
        );
      edits.push(shown);
      return Promise.resolve();
    },
    client: {
      rest: {
        post: (_route: string, { body }: { body: { content: string } }) => Promise.resolve(posts.push(body)),
      },
    },
  } as unknown as Answerable;
  const tell = (reply: Reply, late: Partial<Lateness> = {}) =>
    answer(interaction, reply, {
      clock,
      log: silentLog,
      nameComponent: () => "id",
      arrivedAt: 0,
      isOutcome: false,
      isPrivate: false,
      command: "restart",
      ...late,
    });
  return { clock, edits, posts, tell };
}

const invalidBody = 50_035;

describe("an answer", () => {
  test("is shown whatever the host's own clock says about Discord's", async () => {
    const { edits, tell } = rig();
    await tell({ text: "done" });
    expect(edits).toMatchObject([{ content: "done" }]);
  });

  test("that Discord refuses is shown as text instead of leaving somebody waiting", async () => {
    const { edits, tell } = rig(({ embeds }) => (embeds?.length ? invalidBody : undefined));
    await tell({ card: { title: "Startup", colour: 0 } });
    expect(edits).toMatchObject([{ content: expect.stringMatching(/^Startup\n/) as string, embeds: [] }]);
  });
});

describe("an outcome that comes after the interaction's life", () => {
  const quarterOfAnHour = 15 * 60_000;

  test("goes to the channel", async () => {
    const { clock, edits, posts, tell } = rig();
    await clock.advance(quarterOfAnHour);
    await tell({ text: "survival is running again" }, { isOutcome: true });
    expect({ edits, posts }).toMatchObject({
      edits: [],
      posts: [{ content: expect.stringContaining("running again") as string }],
    });
  });

  test("of something private says only that it has ended", async () => {
    const { clock, posts, tell } = rig();
    await clock.advance(quarterOfAnHour);
    await tell({ text: "secret words" }, { isOutcome: true, isPrivate: true, command: "backup restore" });
    expect(posts[0]?.content).toContain("`/backup restore` has ended");
    expect(posts[0]?.content).not.toContain("secret");
  });

  test("is told once: progress on the way stays silent", async () => {
    const { clock, posts, tell } = rig();
    await clock.advance(quarterOfAnHour);
    await tell({ text: "half way", next: Promise.resolve({}) }, { isOutcome: true });
    expect(posts).toEqual([]);
  });

  test("is never a first reply: it may hold what only one person was to see", async () => {
    const { clock, posts, tell } = rig();
    await clock.advance(quarterOfAnHour);
    await tell({ text: "a file's content" });
    expect(posts).toEqual([]);
  });
});
