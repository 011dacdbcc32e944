/** The marks of a chart are one stop of Tab; arrows, Home and End go from mark to mark. */
export function rove(box: HTMLElement | SVGElement) {
  const marks = () => [...box.querySelectorAll<HTMLElement | SVGElement>('[data-mark]')]
  const stop = (chosen: Element | undefined) => marks().forEach((mark) => mark.setAttribute('tabindex', mark === chosen ? '0' : '-1'))
  const settle = () => stop(marks().find((mark) => mark.getAttribute('tabindex') === '0') ?? marks()[0])
  function keydown(event: Event) {
    const { key } = event as KeyboardEvent
    const all = marks()
    const at = all.findIndex((mark) => mark === document.activeElement)
    if (at < 0) return
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    }
    const to = steps[key]
    if (to === undefined) return
    event.preventDefault()
    const next = all[Math.max(0, Math.min(all.length - 1, to))]
    stop(next)
    next?.focus()
  }
  settle()
  const watching = new MutationObserver(settle)
  watching.observe(box, { childList: true, subtree: true })
  box.addEventListener('keydown', keydown)
  return () => {
    watching.disconnect()
    box.removeEventListener('keydown', keydown)
  }
}
