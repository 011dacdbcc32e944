/** Markdown as people type it, made into HTML that can do nothing but be read. */
import DOMPurify from 'dompurify'
import { Marked } from 'marked'

/** Line breaks stay where they were typed, as in a letter. */
const marked = new Marked({ gfm: true, breaks: true, async: false })
const TAGS = [
  'p',
  'br',
  'strong',
  'em',
  'del',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'hr',
  'a',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
]
const HEADS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** Headings become strong lines: the page has its own order of headings. Nothing is fetched, nothing runs, nothing is styled. */
export function html(text: string): string {
  const flat = (marked.parse(text) as string).replace(/<(\/?)h[1-6][^>]*>/g, (_, end: string) => (end ? '</strong></p>' : '<p><strong>'))
  return DOMPurify.sanitize(flat, {
    ALLOWED_TAGS: TAGS,
    FORBID_TAGS: HEADS,
    ALLOWED_ATTR: ['href', 'start'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  })
}
