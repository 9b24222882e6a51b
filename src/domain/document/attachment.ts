// How an attachment appears in text: neither vendor can load the other's files, so a name stands for them.

/** What a reader is told about the place where the text stood. */
export interface ReadContext {
  /** The word in "[attachment: name]". */
  readonly mediaLabel?: string;
  /** Where attachments can be seen: they need a login, so the issue is linked, not the file. */
  readonly issueUrl?: string;
  /** What relative links are resolved against. */
  readonly baseUrl?: string;
}

/** An attachment's stand-in, "[attachment: name]". */
export function attachmentText(name: string, label = 'attachment'): string {
  return name === '' ? `[${label}]` : `[${label}: ${name}]`;
}

/** The last part of an address's path, decoded: what a file is called; '' when there is none. */
export function fileNameOf(url: string): string {
  const parsed = URL.parse(url, 'https://relative.invalid');
  if (parsed === null || !parsed.protocol.startsWith('http')) return '';
  const last = parsed.pathname.slice(parsed.pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
