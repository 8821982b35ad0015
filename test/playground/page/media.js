/** Where a message's pictures and files are: only what was uploaded here is ever loaded. */

/** The path on this page's own server, or nothing for what lies elsewhere. */
export function ownPath(url, { attachments }) {
  const name = /^attachment:\/\/(.+)$/.exec(url ?? "")?.[1];
  const own = name === undefined ? url : attachments.find(({ filename }) => filename === name)?.url;
  const rest = /^http:\/\/127\.0\.0\.1:\d+\/attachments\/\d+\/(\d+\/[^/?#]+)$/.exec(own ?? "")?.[1];
  return rest && `/attachments/${rest}`;
}

/** Names of attachments that an embed or a component shows, so that they are not shown twice. */
export function usedNames({ embeds, components }) {
  const found = JSON.stringify([embeds, components]).matchAll(/"attachment:\/\/([^"]+)"/g);
  return new Set([...found].map(([, name]) => name));
}

export const isImage = (name) => /\.(png|jpe?g|gif|webp)$/i.test(name);

export const isText = ({ filename, content_type: type = "" }) =>
  type.startsWith("text/") ||
  /\.(txt|log|json|ya?ml|toml|properties|ini|cfg|conf|csv|xml|md|sh|lua|js|ts)$/i.test(filename);

export function bytesInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const unit =
    bytes < 1024 ** 2 ? ["KiB", 1024] : bytes < 1024 ** 3 ? ["MiB", 1024 ** 2] : ["GiB", 1024 ** 3];
  const amount = bytes / unit[1];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit[0]}`;
}
