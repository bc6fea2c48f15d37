#!/bin/sh
# Provisions a reseller over the Provisioning API, with curl and openssl alone: its account and its key, two domains,
# and in each an owner, a role, users and a token.
#
#   IDENTITY_URL=http://127.0.0.1:8080 IDENTITY_TOKEN=idt:TKN-… sh docs/provisioning.sh
#
# IDENTITY_TOKEN is the token of Operations. The rest may be set too: RESELLER (the slug of the reseller's account),
# DOMAINS (slugs, with blanks between them), MAIL_DOMAIN (of the e-mail addresses), and SECRETS_FILE, where the secrets
# are kept that are shown only once, for its owner alone to read.
#
# Every answer is checked. Exit status: 0 done; 1 an answer was wrong; 2 something is missing here; 3 a domain's name is
# taken, and nothing was changed in that domain.
set -u
umask 077

RESELLER=${RESELLER:-msp}
DOMAINS=${DOMAINS:-"acme globex"}
MAIL_DOMAIN=${MAIL_DOMAIN:-example.com}
SECRETS_FILE=${SECRETS_FILE:-provisioned.env}

fail() {
    printf 'provisioning: %s\n' "$1" >&2
    exit "${2:-1}"
}

[ -n "${IDENTITY_URL:-}" ] || fail 'IDENTITY_URL is not set' 2
[ -n "${IDENTITY_TOKEN:-}" ] || fail 'IDENTITY_TOKEN is not set' 2
for tool in curl openssl sed date; do
    command -v "$tool" >/dev/null || fail "$tool is missing" 2
done

calls=0
status=
answer=

# send METHOD PATH BODY < the headers of the credential, as lines of a curl configuration. Headers with secrets come by
# standard input, because other people of a machine see the arguments of commands.
send() {
    received=$(curl --silent --show-error --max-time 60 --config - --request "$1" \
        ${3:+--header 'Content-Type: application/json' --data-binary "$3"} \
        --write-out '\n%{http_code}' "$IDENTITY_URL$2") || fail "$1 $2 was not answered"
    status=${received##*
}
    answer=${received%
*}
}

# As Operations: operate METHOD PATH [BODY]
operate() {
    send "$1" "$2" "${3:-}" <<CONFIG
header = "Authorization: Bearer $IDENTITY_TOKEN"
CONFIG
}

# With the reseller's key: signed METHOD PATH [BODY]. The signature is over key, body and timestamp, and no two requests
# may have the same, so the timestamp counts within its second.
signed() {
    calls=$((calls + 1))
    timestamp=$(($(date +%s) * 1000 + calls % 1000))
    # openssl takes the key as an argument only; run this where nobody else is signed in.
    sign=$(printf '%s%s%s' "$api_key" "${3:-}" "$timestamp" |
        openssl dgst -sha256 -mac HMAC -macopt "key:$api_secret" | sed 's/^.*= *//')
    send "$1" "$2" "${3:-}" <<CONFIG
header = "x-logtrust-reseller-apikey: $api_key"
header = "x-logtrust-timestamp: $timestamp"
header = "x-logtrust-sign: $sign"
CONFIG
}

# With the token of a domain: bear TOKEN METHOD PATH
bear() {
    send "$2" "$3" '' <<CONFIG
header = "standAloneToken: $1"
CONFIG
}

# expect STATUS WHAT: that is what the last request was answered with.
expect() {
    [ "$status" = "$1" ] || fail "$2: $status instead of $1: $answer"
}

# A text of the last answer, by the name of its member; the first one counts.
text() {
    rest=${answer#*\"$1\":\"}
    [ "$rest" = "$answer" ] || printf '%s' "${rest%%\"*}"
}

# holds TEXT WHAT: the last answer has it.
holds() {
    case $answer in
    *"$1"*) ;;
    *) fail "$2: no $1 in $answer" ;;
    esac
}

keep() {
    printf '%s=%s\n' "$1" "$2" >>"$SECRETS_FILE" || fail "$SECRETS_FILE cannot be written" 2
}

# The reseller's account, unless it is there: the one thing that the Platform API is needed for.
operate GET "/v2/domain/$RESELLER"
if [ "$status" = 404 ]; then
    operate POST /v1/accounts/accounts "{\"name\":\"$RESELLER\",\"type\":\"Client\"}"
    expect 201 'the account of the reseller'
    operate GET "/v2/domain/$RESELLER"
fi
expect 200 'the account of the reseller'
[ "$(text name)" = "$RESELLER" ] || fail "the account of the reseller is called $(text name)"
echo "reseller $RESELLER: $(text id)"

operate POST "/v2/accounts/$RESELLER/tokens" \
    '{"name":"provisioning","token_type":"HMAC","hmac_scope":"reseller"}'
expect 200 'the key of the reseller'
api_key=$(text api_key)
api_secret=$(text api_secret)
[ -n "$api_key" ] && [ -n "$api_secret" ] || fail 'the key of the reseller came without its secret'
keep RESELLER_KEY "$api_key"
keep RESELLER_SECRET "$api_secret"
echo "key $api_key"

for slug in $DOMAINS; do
    domain=$slug@$RESELLER
    signed POST /v2/domain "{\"name\":\"$domain\",\"plan\":\"standard\"}"
    if [ "$status" = 409 ]; then
        holds '"code":131' "the name $domain"
        fail "the name $domain is taken" 3
    fi
    expect 200 "the domain $domain"
    [ "$(text name)" = "$domain" ] || fail "the domain $domain is called $(text name)"

    # The first user is the owner, who is invited by mail.
    signed POST /v2/user/internal \
        "{\"email\":\"owner@$slug.$MAIL_DOMAIN\",\"domain\":\"$domain\",\"role\":\"OWNER\",\"userName\":\"Ana Ruiz\"}"
    expect 200 "the owner of $domain"
    holds '"owner":true' "the owner of $domain"
    holds '"status":"pending"' "the owner of $domain"

    signed POST "/v2/domain/$domain/roles" \
        '{"name":"reviewer","description":"Reads the bills","policies":["billing"]}'
    expect 200 "a role of $domain"
    signed POST /v2/user/internal \
        "{\"email\":\"reviewer@$slug.$MAIL_DOMAIN\",\"domain\":\"$domain\",\"role\":\"reviewer\",\"userName\":\"Tom Abara\"}"
    expect 200 "an internal user of $domain"
    signed POST /v2/user/external \
        "{\"email\":\"guest@$slug.$MAIL_DOMAIN\",\"domain\":\"$domain\",\"role\":\"NO_PRIVILEGES\",\"userName\":\"Kari N\",\"externalId\":\"crm-1\"}"
    expect 200 "an external user of $domain"
    holds '"status":"active"' "an external user of $domain"
    signed GET "/v2/user/domain/$domain"
    expect 200 "the users of $domain"
    for local in owner reviewer guest; do
        holds "\"email\":\"$local@$slug.$MAIL_DOMAIN\"" "the users of $domain"
    done

    signed POST "/v2/accounts/$domain/tokens" '{"name":"automation","scopes":"level://admin"}'
    expect 200 "a token of $domain"
    token=$(text token)
    [ -n "$token" ] || fail "the token of $domain came without its value"
    keep "TOKEN_$slug" "$token"
    # It works in its own domain.
    bear "$token" GET "/v2/domain/$domain"
    expect 200 "the token of $domain"
    echo "domain $domain: an owner, a role, two users and a token"
done

signed GET /v2/domain
expect 200 'the domains of the reseller'
for slug in $DOMAINS; do
    holds "\"name\":\"$slug@$RESELLER\"" 'the domains of the reseller'
done
echo "done; the secrets are in $SECRETS_FILE"
