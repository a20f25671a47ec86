#!/usr/bin/env bash
# Copies what the browser loads from npm packages into VideoSaas.Web/wwwroot/lib, exactly as locked.
# Run it after changing VideoSaas.Web/vendor/package.json (then also `npm install --package-lock-only` there) and commit the result.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lib=$root/VideoSaas.Web/wwwroot/lib

command -v npm >/dev/null || { echo "vendor.sh needs npm; the build and the app do not." >&2; exit 2; }
# Outside the checkout, so that no node_modules folder ever stands beside the sources.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root"/VideoSaas.Web/vendor/package.json "$root"/VideoSaas.Web/vendor/package-lock.json "$work"/
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
modules=$work/node_modules

rm -rf "$lib/tus-js-client" "$lib/fonts"
mkdir -p "$lib/tus-js-client" "$lib/fonts"
cp "$modules/tus-js-client/dist/tus.min.js" "$modules/tus-js-client/LICENSE" "$lib/tus-js-client/"

# Only the subsets that the type scale uses: Latin letters and digits always come from Geist, Thai from Noto.
fonts=("geist:latin-ext" "geist:latin" "geist-mono:latin" "noto-sans-thai-looped:thai")
{
  echo "/* Written by scripts/vendor.sh; licences (OFL-1.1) are beside this file. */"
  for font in "${fonts[@]}"; do
    package=${font%%:*} file=$package-${font##*:}-wght-normal.woff2
    cp "$modules/@fontsource-variable/$package/files/$file" "$lib/fonts/"
    cp "$modules/@fontsource-variable/$package/LICENSE" "$lib/fonts/LICENSE-$package.txt"
    # The package's own rule for this subset, with the file beside the style sheet.
    awk -v file="$file" 'BEGIN { RS = "}" } index($0, file) { sub(/url\([^)]*\)/, "url(" file ")"); sub(/^[ \n]+/, ""); print $0 "}\n" }' \
      "$modules/@fontsource-variable/$package/index.css"
  done
} > "$lib/fonts/fonts.css"
echo "Vendored into $lib"
