package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"jieli/fault"
)

// Parameters of argon2id (RFC 9106, second recommended set). New hashes are made with these; old ones are verified
// with the parameters written in them, within the bounds below.
const (
	argonMemory  = 64 * 1024 // KiB: what makes guessing on graphics cards dear
	argonPasses  = 3
	argonLanes   = 4
	argonSaltLen = 16 // bytes
	argonKeyLen  = 32 // bytes

	// Bounds of what a stored hash may ask for, so that a damaged row cannot take all memory or time.
	argonMaxMemory = 256 * 1024 // KiB
	argonMaxPasses = 16
	argonMaxLanes  = 16

	// hashesAtOnce bounds memory: each hash takes 64 MiB while it runs.
	hashesAtOnce = 2
	// hashesWaiting bounds how many requests queue for a hash: at 0.1 to 0.2 s each the last waits a few seconds.
	hashesWaiting = 32

	// MinPassword and MaxPassword bound a password in characters and bytes: length is what makes it strong
	// (NIST SP 800-63B); the upper bound keeps the hash's input small.
	MinPassword = 10
	MaxPassword = 256
)

var (
	errPasswordShort = fault.Define("password_too_short",
		"密码至少要有 {min} 个字符。", "A password needs at least {min} characters.")
	errPasswordLong = fault.Define("password_too_long",
		"密码不能超过 {max} 字节。", "A password may have at most {max} bytes.")
	errPasswordGuessable = fault.Define("password_guessable",
		"密码太容易被猜到：不能与账号相同或互相包含，也不能只由一两种字符组成。请换一个。",
		"The password is too easy to guess: it must not be or contain the login, nor consist of one or two different "+
			"characters. Choose another.")
	errHashingBusy = fault.Define("sign_in_busy",
		"正在登录的人太多，请几秒钟后再试。", "Too many people are signing in. Try again in a few seconds.")
)

// Hasher makes and verifies password hashes, a few at a time so that memory stays bounded. The zero value is of no
// use; see NewHasher.
type Hasher struct {
	queue, running chan struct{}
	nobody         string // a hash that fits no password: verified for unknown logins, so that they take as long
}

// NewHasher makes a hasher.
func NewHasher() *Hasher {
	return &Hasher{
		queue:   make(chan struct{}, hashesWaiting),
		running: make(chan struct{}, hashesAtOnce),
		nobody:  phc(argonMemory, argonPasses, argonLanes, make([]byte, argonSaltLen), make([]byte, argonKeyLen)),
	}
}

// CheckPassword gives what is wrong with a new password for a login; nil when nothing is.
func CheckPassword(login, password string) *fault.Finding {
	var f fault.Finding
	lower, name := strings.ToLower(password), strings.ToLower(strings.TrimSpace(login))
	switch {
	case len(password) > MaxPassword:
		f = errPasswordLong.At("password", "max", MaxPassword)
	case utf8.RuneCountInString(password) < MinPassword:
		f = errPasswordShort.At("password", "min", MinPassword)
	case name != "" && strings.Contains(lower, name), strings.Contains(name, lower), distinct(password) < 3:
		f = errPasswordGuessable.At("password")
	default:
		return nil
	}
	return &f
}

func distinct(s string) int {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return len(set)
}

// Hash gives the hash of a password as a PHC string: $argon2id$v=19$m=65536,t=3,p=4$salt$key. Errors: Busy when too
// many hashes are waited for, or ctx ended.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, argonSaltLen)
	rand.Read(salt) // never fails since Go 1.24
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, argonKeyLen)
	return phc(argonMemory, argonPasses, argonLanes, salt, key), nil
}

// Parameters for passwords made by chance: what has 64 bits needs no slow hash, and a file of a thousand accounts waits
// for none.
const (
	chanceMemory = 8 * 1024 // KiB
	chancePasses = 1
)

// hashChance is Hash for a password made by chance.
func (h *Hasher) hashChance(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, argonSaltLen)
	rand.Read(salt) // never fails since Go 1.24
	key := argon2.IDKey([]byte(password), salt, chancePasses, chanceMemory, argonLanes, argonKeyLen)
	return phc(chanceMemory, chancePasses, argonLanes, salt, key), nil
}

// Verify reports whether a password fits a PHC string; an empty or damaged one fits nothing and takes as long as any
// other. Errors as of Hash.
func (h *Hasher) Verify(ctx context.Context, stored, password string) (bool, error) {
	if len(password) > MaxPassword {
		return false, nil
	}
	p, ok := parsePHC(stored)
	if !ok {
		p, _ = parsePHC(h.nobody)
	}
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	key := argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, uint32(len(p.key)))
	return subtle.ConstantTimeCompare(key, p.key) == 1 && ok, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.queue <- struct{}{}:
	default:
		return errHashingBusy.Error(fault.Busy)
	}
	select {
	case h.running <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-h.queue
		return errHashingBusy.Error(fault.Busy).Because(ctx.Err())
	}
}

func (h *Hasher) leave() {
	<-h.running
	<-h.queue
}

type argonHash struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func phc(memory, passes uint32, lanes uint8, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, memory, passes, lanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// parsePHC is the inverse of phc; false for what phc does not write or what asks for more than the bounds.
func parsePHC(s string) (argonHash, bool) {
	var h argonHash
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); n != 3 || err != nil {
		return h, false
	}
	if h.memory == 0 || h.memory > argonMaxMemory || h.passes == 0 || h.passes > argonMaxPasses ||
		h.lanes == 0 || h.lanes > argonMaxLanes {
		return h, false
	}
	var errSalt, errKey error
	h.salt, errSalt = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	h.key, errKey = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	return h, errSalt == nil && errKey == nil && len(h.salt) >= 8 && len(h.key) >= 16 && len(h.key) <= 64 &&
		phc(h.memory, h.passes, h.lanes, h.salt, h.key) == s
}
