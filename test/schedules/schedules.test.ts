import { describe, expect, test } from "vitest";
import { cronText, parseCron, problemWithCron } from "../../src/schedules/cron-fields.ts";
import { cronInWords } from "../../src/schedules/cron-in-words.ts";
import { parseWhen, suggestWhen } from "../../src/schedules/when.ts";

describe("cron in words", () => {
  test.each([
    ["0 4 * * *", "every day at 04:00"],
    ["30 4 * * 1", "every Monday at 04:30"],
    ["0 4 * * 1,5", "every Monday and Friday at 04:00"],
    ["0 4 * * 1-5", "Monday to Friday at 04:00"],
    ["0 4 1 * *", "at 04:00, on day 1 of the month"],
    ["0 4 1 1 *", "at 04:00, on day 1 of the month, only in January"],
    ["0 4 * 6 *", "at 04:00, only in June"],
    ["*/5 * * * *", "every 5 minutes"],
    ["0 */6 * * *", "on the hour, every 6 hours"],
    ["0 * * * *", "every hour"],
  ])("%s is %s", (text, words) => {
    expect(cronInWords(parseCron(text)!)).toBe(words);
  });

  test("shows the fields where it has no words", () => {
    expect(cronInWords(parseCron("0 4 * * non`sense")!)).toBe("at `0 4 * * nonˋsense`");
  });
});

describe("cron fields", () => {
  test.each([
    "0 4 * * *",
    "*/5 0-6/2 1,15 JAN-MAR MON",
    "0 0 L * 5#2",
    "0 0 ? * 7",
    "0 0 15W * 5L",
    "0 0 * * sun,sat",
  ])("takes %s", (text) => {
    expect(problemWithCron(parseCron(text)!)).toBeUndefined();
    expect(cronText(parseCron(text)!)).toBe(text);
  });

  test.each([
    ["60 4 * * *", "minute"],
    ["0 24 * * *", "hour"],
    ["0 4 0 * *", "day of the month"],
    ["0 4 * 13 *", "month"],
    ["0 4 * FOO *", "month"],
    ["0 4 * * 8", "day of the week"],
    ["5-1 4 * * *", "minute"],
    ["*/0 4 * * *", "minute"],
    ["1, 4 * * *", "minute"],
    ["-1 4 * * *", "minute"],
  ])("tells what is wrong with %s", (text, field) => {
    expect(problemWithCron(parseCron(text)!)).toMatch(new RegExp(`^The ${field} cannot be “`));
  });

  test.each(["", "0 4 * *", "0 4 * * * *", "@daily"])("does not take %j for five fields", (text) => {
    expect(parseCron(text)).toBeUndefined();
  });
});

describe("what people type for a time", () => {
  test.each([
    ["04:30", "30 4 * * *"],
    ["4:05", "5 4 * * *"],
    ["every day at 04:00", "0 4 * * *"],
    ["Monday 04:00", "0 4 * * 1"],
    ["every weekday at 18:15", "15 18 * * 1-5"],
    ["hourly", "0 * * * *"],
    ["every 6 hours", "0 */6 * * *"],
    ["every 30 minutes", "*/30 * * * *"],
    ["every minute", "* * * * *"],
    ["  0 4 * * MON ", "0 4 * * MON"],
  ])("%s means %s", (typed, text) => {
    expect(cronText(parseWhen(typed)!)).toBe(text);
  });

  test.each(["", "noonday 12:00", "tomorrow", "every day"])("%j means nothing", (typed) => {
    expect(parseWhen(typed)).toBeUndefined();
  });

  test("suggests each thing once, likeliest first", () => {
    expect(suggestWhen("").map(cronText)).toContain("0 4 * * *");
    const [first, ...others] = suggestWhen("21:30").map(cronText);
    expect(first).toBe("30 21 * * *");
    expect(others).toContain("30 21 * * 1");
    expect(others).not.toContain("30 21 * * *");
    expect(suggestWhen("every 6").map(cronText)).toEqual(["0 */6 * * *"]);
    expect(suggestWhen("xyz")).toEqual([]);
  });
});
