/** A style sheet as text, and as a file for browsers that can't make one from text. */
export type Sheet = { text: string; file: string }

/**
 * Styles a shadow root. Safari before 16.4 can't make sheets from text, and the page's own policy allows no `<style>`:
 * there they are loaded. @param scriptUrl where `file` is relative to
 */
export async function dress(root: ShadowRoot, sheets: Sheet[], scriptUrl: string): Promise<void> {
  try {
    root.adoptedStyleSheets = sheets.map(({ text }) => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      return sheet
    })
  } catch {
    const links = sheets.map(({ file }) => {
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.href = new URL(file, scriptUrl).href
      return link
    })
    root.append(...links)
    // A sheet that doesn't come must not keep anybody out.
    await Promise.all(
      links.map((link) => new Promise((resolve) => (link.onload = link.onerror = resolve))),
    )
  }
}
