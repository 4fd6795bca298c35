package main

import (
	"jieli/access"
	"jieli/digest"
	"jieli/fault"
)

// digestFlags say how people are told once a day what is due; without a mail server and a webhook nobody is.
type digestFlags struct {
	MailServer   string `help:"邮件服务器（主机:端口），每日提醒用 / Mail server (host:port) for the daily digest." env:"JIELI_MAIL_SERVER"`
	MailFrom     string `help:"发件人地址 / Address that letters come from." env:"JIELI_MAIL_FROM"`
	MailUser     string `help:"邮件服务器的用户名 / User of the mail server." env:"JIELI_MAIL_USER"`
	MailPassword string `help:"邮件服务器的密码 / Password of the mail server." env:"JIELI_MAIL_PASSWORD"`
	MailTLS      bool   `name:"mail-tls" help:"一开始就加密（465 端口）/ TLS from the start (port 465)." env:"JIELI_MAIL_TLS"`
	Webhook      string `help:"工作群机器人的地址 / Address of a group chat's robot." env:"JIELI_WEBHOOK"`
	DigestHour   int    `help:"每天几点发送（0–23）/ Hour from which a day's digest is sent." default:"8" env:"JIELI_DIGEST_HOUR"`
	SiteAddress  string `help:"系统网址，写在提醒末尾 / Address of the site, at the end of each digest." env:"JIELI_SITE_ADDRESS"`
}

var (
	digestFrom = fault.Define("digest_without_sender",
		"设置了邮件服务器，还要用 --mail-from 给出发件人地址。",
		"A mail server is set; give the address that letters come from by --mail-from.")
	digestHour = fault.Define("digest_hour_wrong",
		"--digest-hour 应为 0 到 23，而不是 {hour}。", "--digest-hour is from 0 to 23, not {hour}.")
)

const lastHour = 23

// check refuses what could never be sent, before the system starts.
func (f *digestFlags) check() error {
	switch {
	case f.MailServer != "" && f.MailFrom == "":
		return digestFrom.Error(fault.Invalid)
	case f.DigestHour < 0 || f.DigestHour > lastHour:
		return digestHour.Error(fault.Invalid, "hour", f.DigestHour)
	}
	return nil
}

// job gives what sends the digests, nil when nothing is configured.
func (f *digestFlags) job(s *site, directory *access.Directory) *digest.Job {
	if f.MailServer == "" && f.Webhook == "" {
		return nil
	}
	j := &digest.Job{Reader: s.store, Catalog: s.cat, Directory: directory, Clock: s.clock, Hour: f.DigestHour, Site: f.SiteAddress}
	if f.MailServer != "" {
		j.Mail = &digest.SMTP{Address: f.MailServer, From: f.MailFrom, User: f.MailUser, Password: f.MailPassword, TLS: f.MailTLS}
	}
	if f.Webhook != "" {
		j.Chat = &digest.Webhook{URL: f.Webhook}
	}
	return j
}
