/** Names by which remembered answers are forgotten. */
import { accountTopics, type Topic } from "./routes.ts";

const ofAccount: ReadonlySet<Topic> = new Set(accountTopics);

/** A server is known by its UUID and by that one's first eight characters: both mean the same. */
export function topicTags(server: string | number | undefined, topics: readonly Topic[]): string[] {
  const id = String(server ?? "");
  const short = id.length === 36 ? id.slice(0, 8) : id;
  return topics.map((topic) => (ofAccount.has(topic) ? topic : `${short} ${topic}`));
}
