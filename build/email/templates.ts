import { chooseLanguage, nameWords, subjectOf } from './go-text.ts'

/** An email as Supabase wants it: two templates of Go's `html/template`. */
export type EmailTemplate = { subject: string; html: string }

// `fillBrand` writes the values.
const brandLines = `{{- /* Yours: npm run setup, or npm run emails, writes these lines from web/brand.ts. */ -}}
{{- $shop := "" -}}
{{- $supportLabel := "" -}}
{{- $supportHref := "" -}}
{{- $accent := "#000000" -}}
{{- $onAccent := "#ffffff" -}}
{{- $darkAccent := "#ffffff" -}}
{{- $onDarkAccent := "#000000" -}}
{{- /* The language that the page asked for. */ -}}
`

const font = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

/** The email that signs in. Its link carries the language and the address, never `.RedirectTo`. */
export function signInEmail(): EmailTemplate {
  const link = '{{ .SiteURL }}?lang={{ $lang }}#token_hash={{ .TokenHash }}&amp;email={{ .Email }}'
  const names = 'direction preview heading lead button code secret lasts ignore copy support'
  return {
    subject: subjectOf('subject'),
    html: frame(
      names,
      `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">{{ $heading }}</h1>
<p style="margin:0 0 20px">{{ $lead }}</p>
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="main" bgcolor="{{ $accent }}" style="border-radius:10px;background-color:{{ $accent }};mso-padding-alt:13px 22px">
<a class="on-main" href="${link}" style="display:inline-block;padding:13px 22px;color:{{ $onAccent }};font-weight:600;text-decoration:none">{{ $button }}</a>
</td></tr></table>
<p style="margin:24px 0 8px">{{ $code }}</p>
<p style="margin:0 0 8px;font:700 28px/1.4 Menlo,Consolas,monospace;letter-spacing:2px"><span dir="ltr">{{ if eq (len .Token) 10 }}{{ slice .Token 0 5 }}&nbsp;{{ slice .Token 5 }}{{ else }}{{ .Token }}{{ end }}</span></p>
<p style="margin:0 0 24px"><strong>{{ $secret }}</strong></p>
<p class="quiet" style="margin:0 0 12px;font-size:14px;color:#5b5d63">{{ $lasts }}</p>
<p class="quiet" style="margin:0 0 12px;font-size:14px;color:#5b5d63">{{ $ignore }}</p>
<p class="quiet" style="margin:0;font-size:14px;color:#5b5d63">{{ $copy }}<br><span dir="ltr" style="word-break:break-all">{{ .SiteURL }}?lang={{ $lang }}#token_hash={{ .TokenHash }}</span></p>`,
    ),
  }
}

/** The email for whatever the page never requests: no link and no code. */
export function unchangedEmail(): EmailTemplate {
  return {
    subject: subjectOf('unchangedSubject'),
    html: frame(
      'direction unchangedSubject unchanged support',
      `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">{{ $unchangedSubject }}</h1>
<p style="margin:0">{{ $unchanged }}</p>`,
      '{{ $unchanged }}',
    ),
  }
}

// Tables and `bgcolor`, because Outlook knows no padding around a link; a comment would not survive Go's template.
function frame(names: string, content: string, preview = '{{ $preview }}'): string {
  return `${brandLines}${chooseLanguage()}
${nameWords(names.split(' ') as Parameters<typeof nameWords>[0])}
<!doctype html>
<html lang="{{ $lang }}" dir="{{ $direction }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{ $shop }}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
.page { background-color: #121316 !important; }
.card { background-color: #1c1e22 !important; color: #ececee !important; border-color: #33363d !important; }
.quiet { color: #a9acb4 !important; }
.main { background-color: {{ $darkAccent }} !important; }
.on-main { color: {{ $onDarkAccent }} !important; }
.link { color: {{ $darkAccent }} !important; }
}
</style>
</head>
<body class="page" bgcolor="#f6f6f3" style="margin:0;padding:0;background-color:#f6f6f3">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f6f6f3" style="background-color:#f6f6f3"><tr>
<td align="center" style="padding:24px 12px">
<table class="card" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:560px;background-color:#ffffff;border:1px solid #dcdcd6;border-radius:10px;color:#1b1c1f"><tr>
<td dir="{{ $direction }}" lang="{{ $lang }}" style="padding:28px 24px;${font};font-size:16px;line-height:1.5">
<p style="margin:0 0 20px;font-weight:600"><bdi>{{ $shop }}</bdi></p>
${content}
{{ if $supportHref }}<p class="quiet" style="margin:16px 0 0;font-size:14px;color:#5b5d63">{{ $support }} <a class="link" href="{{ $supportHref }}" style="color:{{ $accent }}">{{ $supportLabel }}</a></p>{{ end }}
</td></tr></table>
</td></tr></table>
</body>
</html>
`
}
