/**
 * Hides what a console says about people and keys: IP addresses, e-mail addresses, tokens, `password=` values.
 *
 * What stays, on purpose: `0.x.x.x`, `127.x.x.x`, `::` and `::1` (they name nobody), ports, versions of four numbers
 * where the text says so (`v1.2.3.4`, `version 1.2.3.4`, `forge-1.2.3.4`, `1.2.3.4-beta`, a list of mods), player ids
 * (UUIDs, 32 hex digits, SteamIDs, `license:…`), checksums that are called so, MAC-like groups, times and coordinates.
 * In doubt something is hidden.
 */

/** Cheap looks that decide whether a line can hold anything: most lines end here. Apart they are faster than as one. */
const hints: readonly RegExp[] = [
  /\d\.\d+\.\d+\.\d/,
  /@/,
  /::|:[\da-f]{1,4}:[\da-f]{1,4}:[\da-f]{1,4}:/i,
  /pass|pwd|secret|token|key|bearer|basic|steamaccount/i,
  /\/(?:\w+:)?(?:l|n?login|(?:un)?reg(?:ister)?|changep\w+|authme|user)\s/i,
  /eyJ|ptl[ac]_|pacc_|papp_|webhooks|AKIA|gh[a-z]_|github_pat|glpat-|cfxk_|xox[a-z]-|hooks\./,
  /(?<![\w+/-])[\w+/-]{40}/,
  // Looks back from the dot, which is rare: reading ahead from every letter took most of a flood's time.
  /\.(?<=[\w-]{23}\.)[\w-]{6,7}\./,
];

type Replacer = Exclude<Parameters<typeof String.prototype.replace>[1], string>;

interface Rule {
  shape: RegExp;
  /** What to show instead: a text with `$1`…, or a function that may give the match back. */
  as: string | Replacer;
}

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const versionWord = String.raw`(?:version|\b(?:v|ver|build|release|revision|rev|update|driver|runtime|fmod|bepinex))["']?(?:[\s:=(]{0,3}["']?|\s\d{1,9} ?[[(])`;
const versionEnd = String.raw`[-+]?(?:alpha|beta|rc|pre|dev|snapshot|release|final|hotfix|patch|lts|amd64|arm|x86|generic|forge|fabric|neoforge|paper|mc|[ab])(?![a-z])`;
const secretWord = String.raw`(?:password|passwd|passphrase|\bpwd|secret|(?<!publickey)token|api[-_. ]?key|auth[-_]?key|access[-_]?key|private[-_]?key|licen[cs]e[-_]?key|setsteamaccount)`;
/** In the middle of a name: `forge-1.2.3.4` is a version, `host-1.2.3.4` is not. */
const nameBefore = String.raw`[a-z](?<!(?<![a-z])(?:ip|host|addr|address|client|peer|from|user|player))[-_]`;
/** Of a value without quotes; ARK's options follow one another with question marks. */
const bareValue = String.raw`(?:(?!\?\w+=)[^\s,;&"')}])+`;
const harmlessValue = String.raw`(?!["']?\*|(?:true|false|none|null|nil|yes|no|on|off|enabled|disabled|unset|undefined)\b|<|\[hidden\])`;
const quoted = String.raw`"[^"]*"?|'[^']*'?`;

const rules: readonly Rule[] = [
  // Chat log-in plugins write the password into the log: "issued server command: /login hunter2".
  {
    shape:
      /((?<![\w/.])\/(?:\w+:)?(?:l|n?login|(?:un)?reg(?:ister)?|changepass\w*|changepw|password)\s+)\S.*/gi,
    as: "$1[hidden]",
  },
  // Those who run the server do it for others: "/authme changepassword Bob hunter2".
  {
    shape:
      /((?<![\w/.])\/(?:authme\s+(?:reg(?:ister)?|changepass\w*|cp)|user\s+(?:add|password))\s+\S+\s+)\S.*/gi,
    as: "$1[hidden]",
  },
  { shape: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, as: "[token]" },
  { shape: /\b(?:ptl[ac]|pacc|papp|gh[a-z]|github_pat|cfxk)_\w{8,}/g, as: "[token]" },
  { shape: /\b(?:AKIA[A-Z\d]{16}|(?:glpat|xox[a-z])-[\w-]{10,})/g, as: "[token]" },
  { shape: /(\/webhooks\/\d{15,}\/)[\w-]{20,}/g, as: "$1[token]" },
  { shape: /(\bhooks\.slack\.com\/services\/)[\w/-]+/g, as: "$1[token]" },
  { shape: /(?<![\w-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, as: "[token]" },
  { shape: /(\bauthorization["']?\s*[:=]\s*["']?\w+\s+)[\w.~+/-]{8,}=*/gi, as: "$1[token]" },
  // "Basic protection" is no key: one has digits, or letters of both cases.
  {
    shape: /\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=[\w.~+/-]*(?:\d|[a-z][A-Z]|=))[\w.~+/-]{8,}=*/g,
    as: "$1 [token]",
  },
  { shape: /(:\/\/[^\s/:@]{1,64}:)[^\s/@]{1,256}(?=@)/g, as: "$1[hidden]" },
  {
    shape: new RegExp(
      String.raw`(${secretWord}["']?(?:\s*\]\s*|\s*)[:=]\s*)${harmlessValue}(?:${quoted}|${bareValue})`,
      "gi",
    ),
    as: "$1[hidden]",
  },
  {
    shape: new RegExp(
      String.raw`((?:^|\s)[-+/]{1,2}[\w.]*${secretWord}\s+)${harmlessValue}(?:${quoted}|[^\s-]\S*)`,
      "gi",
    ),
    as: "$1[hidden]",
  },
  // A console variable and its value, all there is on the line: `rcon_password hunter2`; or quoted within it.
  {
    shape: new RegExp(
      String.raw`((?:^|[\s;>"])[a-z]{1,12}[_.][\w.]{0,40}?${secretWord}\s+)${harmlessValue}(?:${quoted}|[^\s;"]+)(?="?\s*(?:;|$|#|//))`,
      "gi",
    ),
    as: "$1[hidden]",
  },
  { shape: new RegExp(String.raw`(${secretWord}"\s+)${harmlessValue}(?:"[^"]*"?)`, "gi"), as: "$1[hidden]" },
  {
    shape: /(?<![\w.+-])[\w.+-]{1,64}@(?!\dx\.)(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w.-]*\w@)/gi,
    as: "[e-mail]",
  },
  {
    shape: new RegExp(
      String.raw`(${versionWord}|${nameBefore})?(?<![\d.])${octet}(?:\.${octet}){3}(?!\d|\.\d|${versionEnd}|%)`,
      "gi",
    ),
    as: hideIpv4,
  },
  { shape: /(?<![\w:.])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\w:])/gi, as: "[ip]" },
  {
    shape:
      /(?<![\w:.])(?:[\da-f]{1,4}(?::[\da-f]{1,4}){0,6})?::(?:[\da-f]{1,4}(?::[\da-f]{1,4}){0,6})?(?![\w:])/gi,
    as: hideIpv6,
  },
  { shape: /(?<![\w+-])[\w+-]{40,}(?![\w+-])/g, as: hideToken },
  { shape: /(?<![\w+/])[\w+/]{40,}={1,2}/g, as: "[token]" },
];

/** `text` (sanitised, without colours) with everything private replaced by a word in brackets. */
export function redact(text: string): string {
  if (!hints.some((hint) => hint.test(text))) return text;
  let shown = text;
  for (const { shape, as } of rules) {
    shown = typeof as === "string" ? shown.replace(shape, as) : shown.replace(shape, as);
  }
  return shown;
}

function hideIpv4(match: string, isVersion: string | undefined, offset: number, text: string): string {
  if (isVersion || isListed(text, offset)) return match;
  return match.startsWith("0.") || match.startsWith("127.") ? match : "[ip]";
}

/** Where a list says what it lists, in characters. */
const maxHeading = 200;
const heading = /\b(?:mods|plugins|modules|packages|libraries)\b[^:]{0,20}:/i;
const maxName = 60;
const listedName = /[\s,:][\w.-]{2,50}[ @=]$/;
const moduleName = /\b(?:mod|module|plugin|library) [\w.-]{1,50} $/i;

/** Whether what stands at `offset` follows a name as in `Loading 87 mods: create 0.5.1, jei …` or `Module jei …`. */
function isListed(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - maxName), offset);
  if (moduleName.test(before)) return true;
  return listedName.test(before) && heading.test(text.slice(0, Math.min(offset, maxHeading)));
}

/** `std::string` and `dead::Beef` are code; an address in short form has digits. `::1` names nobody. */
function hideIpv6(match: string): string {
  return match === "::1" || !/\d/.test(match) ? match : "[ip]";
}

/** `sha1 `, `Checksum of server.jar is `, a skin's address, a player's id in FiveM. */
const isChecksum = /(?:\bsha-?\d{1,3}|\bchecksum|\bdigest|\bcommit|\/texture|\blicense2?)\b[^,;]{0,40}$/i;

/** A long run of key characters: hex of 40 digits and more, or letters of both cases mixed with digits. */
function hideToken(match: string, offset: number, text: string): string {
  if (/^[\da-f]+$/i.test(match)) {
    return isChecksum.test(text.slice(Math.max(0, offset - maxName), offset)) ? match : "[token]";
  }
  const separators = match.match(/[_-]/g)?.length ?? 0;
  const isMixed = /[a-z]/.test(match) && /[A-Z]/.test(match) && /\d.*\d.*\d/.test(match);
  return isMixed && separators * 8 <= match.length ? "[token]" : match;
}
